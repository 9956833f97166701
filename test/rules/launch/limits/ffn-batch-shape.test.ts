import assert from 'node:assert/strict';
import { ffnBatchShape } from '../../../../server/src/rules/launch/limits/ffn-batch-shape';
import { describeRule } from '../../describe-rule';
import { launchCase, offered, pairManifest, pairScript, reported } from '../../launch-pair';

const shape = (sizes: string, batch = 64, afd: Readonly<Record<string, unknown>> = {}, more = {}) => ({
  both: {
    afd: { connector: 'CAMP2pAFDConnector', ...afd },
    options: {
      'enforce-eager': undefined,
      'max-num-seqs': batch,
      'compilation-config': `'{"cudagraph_mode": "FULL_DECODE_ONLY", "cudagraph_capture_sizes": ${sizes}}'`,
      ...more,
    },
  },
});

describeRule(ffnBatchShape, {
  reports: [
    {
      ...launchCase('graphs of another size', pairManifest(shape('[64]'))),
      expected: ['warning', '64', 'The FFN batch is A*B/F = 4*64/2 = 128 rows, but no graph is captured at that size.'],
    },
  ],
  silent: [launchCase('graphs one of which fits', pairScript(shape('[64, 128]')))],
});

describe('AFD417', () => {
  it('reports FFN graphs of another size, and changes the only one', () => {
    const text = pairManifest(shape('[64]'));
    assert.deepEqual(reported('AFD417', text), [
      ['warning', '64', 'The FFN batch is A*B/F = 4*64/2 = 128 rows, but no graph is captured at that size.'],
    ]);
    const after = offered('AFD417', text)['Change to 128']!;
    assert.equal(after.match(/"cudagraph_capture_sizes": \[128\]/g)?.length, 1);
    assert.deepEqual(
      reported('AFD417', pairScript(shape('[32, 64]'))).map(([, at]) => at),
      ['[32, 64]'],
    );
  });

  it('reports it between one rank each, too', () => {
    const ranks = { num_attention_ranks: 1, num_ffn_ranks: 1 };
    assert.equal(reported('AFD417', pairScript(shape('[63]', 64, ranks))).length, 1);
    assert.deepEqual(reported('AFD417', pairScript(shape('[64]', 64, ranks))), []);
  });

  it('reports a batch that the FFN ranks cannot share', () => {
    const text = pairScript(shape('[64]', 65, { num_ffn_ranks: 3 }));
    assert.deepEqual(reported('AFD417', text), [
      ['warning', '3', 'The FFN batch A*B/F = 4*65/3 is no whole number, so no graph fits it: change B, A or F.'],
    ]);
  });

  it('is silent where a graph fits, without graphs, and about other connectors', () => {
    assert.deepEqual(reported('AFD417', pairScript(shape('[64, 128]'))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape('[64]', 64, {}, { 'enforce-eager': true }))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape('[64]', 64, { connector: 'P2pNcclAFDConnector' }))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape(`['"$SIZE"']`))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape(`[64, '"$SIZE"']`))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape('[]'))), []);
    assert.deepEqual(reported('AFD417', pairScript(shape('64'))), []);
    for (const ranks of [{ num_attention_ranks: 0 }, { num_ffn_ranks: 0 }]) {
      assert.deepEqual(reported('AFD417', pairScript(shape('[64]', 64, ranks))), []);
    }
    const unknown = pairScript(shape('[63]')).replaceAll('"num_attention_ranks": 4', `"num_attention_ranks": '"$A"'`);
    assert.deepEqual(reported('AFD417', unknown), []);
    assert.deepEqual(
      reported('AFD417', pairScript(shape('[63]')).replace('--max-num-seqs 64', '--max-num-seqs $N')),
      [],
    );
    assert.deepEqual(
      reported(
        'AFD417',
        pairScript({ both: { afd: { connector: 'CAMP2pAFDConnector' }, options: { 'enforce-eager': undefined } } }),
      ),
      [],
    );
  });
});
