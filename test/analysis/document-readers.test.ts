import assert from 'node:assert/strict';
import { documentReaders } from '../../server/src/analysis/document-readers';

const device =
  'apiVersion: afd-lens/v1\nkind: Device\nmemoryGB: 80\nmemoryBandwidthTBps: 3\ndenseTflops: { bf16: 900 }\n';
const profile = `apiVersion: afd-lens/v1
kind: LatencyProfile
timeUnit: ms
calibration: measured
attention: { alpha: 1, beta: 1 }
ffn: { alpha: 1, beta: 1 }
communication: { alpha: 1, beta: 1 }
`;
const model = JSON.stringify({
  model_type: 'mixtral',
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 128,
  num_local_experts: 4,
  num_experts_per_tok: 2,
  vocab_size: 100,
  hidden_act: 'silu',
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
});

describe('the documents a manifest refers to', () => {
  it('are called like their file where they have no name, a config.json like its folder', () => {
    const read = documentReaders;
    const named = [
      read.device('/srv/lab-gpu.afd.yaml', device),
      read.profile('/srv/lab.yml', profile),
      read.model('/srv/our-moe/config.json', model),
      read.model('/srv/our-moe.json', model),
    ];
    assert.deepEqual(
      named.map((state) => {
        assert.ok(state.kind === 'ready', JSON.stringify(state));
        return 'device' in state ? state.device.id : 'profile' in state ? state.profile.id : state.shape.id;
      }),
      ['lab-gpu', 'lab', 'our-moe', 'our-moe'],
    );
  });

  it('say where they are and why they cannot be used', () => {
    for (const [kind, text] of [
      ['device', profile],
      ['profile', device],
      ['model', '{ "model_type": '],
    ] as const) {
      const state = documentReaders[kind]('/srv/x.yaml', text);
      assert.ok(state.kind === 'failed' && state.path === '/srv/x.yaml' && state.message.endsWith('.'), kind);
    }
  });
});
