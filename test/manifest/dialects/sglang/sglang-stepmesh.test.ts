// Also tests: manifest/dialects/sglang/sglang-stepmesh-limits
import assert from 'node:assert/strict';
import { factsOf, fixture, launchesIn } from '../../launches/launch-fixtures';

describe('SGLang over StepMesh', () => {
  it('reads the pools from the variables and the rendezvous from the address', () => {
    const text = fixture('sglang-stepmesh/pair.sh');
    const [attention, ffn, ...others] = launchesIn(text, 'pair.sh');
    assert.deepEqual(others, []);
    assert.deepEqual([attention?.dialect, attention?.pool, ffn?.pool], ['sglang-stepmesh', 'attention', 'ffn']);
    const { role, host, port, attentionRanks, ffnRanks, microbatches } = factsOf(attention, text);
    assert.deepEqual(role, ['attention', 'attn', '--afd-role', 'computed']);
    assert.deepEqual(
      [host, port],
      [
        ['10.1.1.1', '10.1.1.1', '--afd-ffn-addr'],
        [8000, '8000', '--afd-ffn-addr'],
      ],
    );
    assert.deepEqual(
      [attentionRanks, ffnRanks],
      [
        [4, '1', '1', 'computed'],
        [4, '1', '1', 'computed'],
      ],
    );
    assert.equal(microbatches, undefined, 'no option says it');
  });

  it('reads the spelling of the first drafts', () => {
    const text = 'python -m sglang.launch_server --afd-perspective ffn --afd-mirco-batch 2';
    const [launch] = launchesIn(text, 'x.sh');
    assert.equal(launch?.pool, 'ffn');
    assert.deepEqual(factsOf(launch, text).microbatches, [2, '2', '--afd-mirco-batch']);
  });

  it('takes an address without a port for a host', () => {
    const text = 'python -m sglang.launch_server --afd-role ffn --afd-ffn-addr node7';
    const { host, port } = factsOf(launchesIn(text, 'x.sh')[0], text);
    assert.deepEqual([host, port], [['node7', 'node7', '--afd-ffn-addr'], undefined]);
  });
});
