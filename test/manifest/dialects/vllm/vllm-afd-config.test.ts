// Also tests: manifest/dialects/vllm/config-connectors, manifest/dialects/vllm/config-settings,
//   manifest/dialects/vllm/vllm-in-step
import assert from 'node:assert/strict';
import { factsOf, fixture, launchesIn } from '../../launches/launch-fixtures';

describe('vLLM with AFD of its own', () => {
  it('reads servers and sizes as text, and the role of `vllm fserver`', () => {
    const text = fixture('vllm-afd-config/in-tree.sh');
    const [attention, ffn, ...others] = launchesIn(text, 'in-tree.sh');
    assert.deepEqual(others, []);
    assert.deepEqual([attention?.dialect, attention?.pool, ffn?.pool], ['vllm-afd-config', 'attention', 'ffn']);
    const { role, attentionRanks, ffnRanks, microbatches, maxNumSeqs } = factsOf(attention, text);
    assert.deepEqual(role, ['attention', 'attention', 'afd_role']);
    assert.deepEqual(attentionRanks, [2, '2', 'num_attention_servers']);
    assert.deepEqual(ffnRanks, [2, '2', 'num_ffn_servers']);
    assert.deepEqual(microbatches, [2, '2', 'num_afd_stages']);
    assert.deepEqual(maxNumSeqs, [100, '100', '--max-num-seqs']);
    const other = factsOf(ffn, text);
    assert.deepEqual(other.role, ['ffn', 'fserver', 'fserver', 'computed']);
    assert.deepEqual(other.attentionRanks, [2, '2', 'afd_size']);
    assert.deepEqual(other.ffnRanks, [2, '2', 'afd_size']);
    assert.deepEqual(other.microbatches, [3, 'default']);
    assert.deepEqual(other.port, [1239, 'default']);
  });

  it('puts each half of an `afd_size` at its own digits', () => {
    const text = `vllm fserver m --afd-config '{"afd_extra_config": {"afd_size": "24A16F"}}'`;
    const [launch] = launchesIn(text, 'x.sh');
    const { attentionRanks, ffnRanks } = factsOf(launch, text);
    assert.deepEqual(
      [attentionRanks, ffnRanks],
      [
        [24, '24', 'afd_size'],
        [16, '16', 'afd_size'],
      ],
    );
  });

  it('multiplies servers by the ranks of each', () => {
    const text = fixture('vllm-afd-config/groups.sh');
    const { attentionRanks, ffnRanks } = factsOf(launchesIn(text, 'groups.sh')[0], text);
    assert.deepEqual(attentionRanks, [12, '3', 'num_attention_servers', 'computed']);
    assert.deepEqual(ffnRanks, [4, 'default']);
  });

  it('knows the ranks of the other pool only from its own launch, where servers have several', () => {
    const text = `vllm serve m -tp 2 --afd-config '{"num_attention_servers": 3, "num_ffn_servers": 5}'`;
    const { attentionRanks, ffnRanks } = factsOf(launchesIn(text, 'x.sh')[0], text);
    assert.deepEqual([attentionRanks, ffnRanks], [[6, '3', 'num_attention_servers', 'computed'], undefined]);
  });

  it('lets dual-batch overlap decide the microbatches', () => {
    const text = `vllm serve m --enable-dbo --max-num-seqs 64 --afd-config '{"num_afd_stages": 3}'`;
    const { microbatches } = factsOf(launchesIn(text, 'x.sh')[0], text);
    assert.deepEqual(microbatches, [2, '--enable-dbo', '--enable-dbo', 'computed']);
  });
});
