// Also tests: manifest/dialects/sglang/sgl-afd-plugin-limits
import assert from 'node:assert/strict';
import { factsOf, fixture, launchesIn } from '../../launches/launch-fixtures';

describe('SGLang with the AFD plugin', () => {
  it('gives each of two nodes half of the ranks', () => {
    const text = fixture('sgl-afd-plugin/two-nodes.sh');
    const launches = launchesIn(text, 'two-nodes.sh');
    assert.deepEqual(
      launches.map(({ dialect, pool }) => [dialect, pool]),
      [
        ['sgl-afd-plugin', 'attention'],
        ['sgl-afd-plugin', 'ffn'],
      ],
    );
    const { role, attentionRanks, ffnRanks, connector } = factsOf(launches[0], text);
    assert.deepEqual(role, ['attention', 'attn', '--afd-role', 'computed']);
    assert.deepEqual(
      [attentionRanks, ffnRanks],
      [
        [8, '16', '--tp', 'computed'],
        [8, '16', '--tp', 'computed'],
      ],
    );
    assert.deepEqual(connector, ['deepep', 'deepep', '--moe-a2a-backend']);
  });

  it('does not guess how more nodes are shared out', () => {
    const text = fixture('sgl-afd-plugin/two-nodes.sh').replaceAll('--nnodes 2', '--nnodes 4');
    const { attentionRanks, ffnRanks } = factsOf(launchesIn(text, 'x.sh')[0], text);
    assert.deepEqual([attentionRanks, ffnRanks], [undefined, undefined]);
  });

  for (const value of ['0', 'false', '']) {
    it(`is off where the variable says ${JSON.stringify(value)}`, () => {
      const text = fixture('sgl-afd-plugin/two-nodes.sh').replace('ENABLED=1', `ENABLED=${value}`);
      assert.deepEqual(launchesIn(text, 'x.sh'), []);
    });
  }
});
