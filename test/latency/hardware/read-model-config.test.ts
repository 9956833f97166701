// Also tests: latency/hardware/unsupported-architectures
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readModelConfig } from '../../../server/src/latency/hardware/read-model-config';
import { dense, latent, refusal, routed, shapeOf } from './configs';

describe("a model's config", () => {
  it('says what a shape needs', () => {
    const shape = shapeOf(dense);
    assert.deepEqual(
      [shape.id, shape.source, shape.hidden, shape.embeddingParameters, shape.headParameters, shape.notes],
      ['test', 'a test', 16, 1600, 1600, []],
    );
  });

  it('says how long requests may be, with a scaled rope, where it does', () => {
    const context = (keys: object) => shapeOf({ ...dense, ...keys }).contextTokens;
    assert.equal(context({}), undefined);
    assert.equal(context({ max_position_embeddings: 32_768 }), 32_768);
    assert.equal(context({ max_position_embeddings: 'many' }), undefined);
    const scaled = (rope_scaling: object) => context({ max_position_embeddings: 40_960, rope_scaling });
    assert.equal(scaled({ factor: 4, original_max_position_embeddings: 32_768 }), 131_072);
    assert.equal(scaled({ factor: 2, original_max_position_embeddings: 4096 }), 40_960);
    assert.equal(scaled({ factor: 2 }), 81_920);
    assert.equal(scaled({ type: 'default' }), 40_960);
  });

  it('holds a tied head once', () => {
    const { embeddingParameters, headParameters } = shapeOf({ ...dense, tie_word_embeddings: true });
    assert.deepEqual([embeddingParameters, headParameters], [0, 1600]);
    const unsaid = shapeOf({ ...dense, tie_word_embeddings: null });
    assert.equal(unsaid.embeddingParameters, 1600);
    assert.deepEqual(unsaid.notes, ['Whether the output head is the embedding is not stated; both are counted']);
  });

  it('is unwrapped, and what is left out is said', () => {
    const { torch_dtype: _, tie_word_embeddings: __, ...text } = dense;
    const wrapped = {
      model_type: 'some_vl',
      vision_config: { depth: 3, num_heads: 4 },
      torch_dtype: 'bfloat16',
      tie_word_embeddings: true,
      quantization_config: { quant_method: 'fp8' },
    };
    const shape = shapeOf({ ...wrapped, text_config: { ...text, quantization_config: null } });
    assert.deepEqual([shape.precision.attention, shape.embeddingParameters], ['fp8', 0]);
    assert.deepEqual(shape.notes, ['Its towers for images and sound are left out']);
    assert.deepEqual(shapeOf({ ...wrapped, llm_config: text }), shape);
  });

  it('of several predicted tokens is read without those layers', () => {
    assert.deepEqual(shapeOf({ ...dense, num_nextn_predict_layers: 1 }).notes, [
      'Its layers for predicting several tokens are left out',
    ]);
    assert.deepEqual(shapeOf({ ...dense, num_nextn_predict_layers: 0 }).notes, []);
  });

  it('without a vocabulary is read without what depends on it', () => {
    const { headParameters, notes } = shapeOf({ ...dense, vocab_size: null });
    assert.equal(headParameters, 0);
    assert.deepEqual(notes, ['The vocabulary is not stated; embedding and output head are left out']);
  });

  it('of an unknown type is read where its keys say everything', () => {
    const unknown = { ...dense, model_type: 'brand_new' };
    assert.deepEqual(shapeOf({ ...unknown, hidden_act: 'silu' }).notes, [
      'The model type `brand_new` is not known; its keys are read as those of other models',
    ]);
    assert.match(refusal(unknown), /`brand_new` is not usable: the architecture is not known, and `hidden_act` is not/);
    assert.match(refusal({ ...unknown, hidden_act: 'silu', memory_layers: 3 }), /the meaning of `memory_layers`/);
  });

  const refused: readonly [string, unknown, RegExp][] = [
    [
      'linear attention by layers',
      { ...dense, model_type: 'qwen3_5', layer_types: ['linear_attention', 'full_attention'] },
      /^The config of `qwen3_5` is not usable: it has linear attention \(`layer_types`\), which no roofline describes; use a measured profile\.$/,
    ],
    [
      'linear attention by its own config',
      { ...latent, model_type: 'kimi_linear', linear_attn_config: { kda_layers: [1] } },
      /`kimi_linear` .* linear attention \(`linear_attn_config`\)/,
    ],
    ['lightning attention', { ...dense, attn_type_list: [0, 1] }, /linear attention \(`attn_type_list`\)/],
    [
      'state-space layers',
      { ...dense, model_type: 'nemotron_h', hybrid_override_pattern: 'M*' },
      /`nemotron_h` .* state-space \(Mamba\) layers \(`hybrid_override_pattern`\)/,
    ],
    ['Mamba', { model_type: 'mamba', state_size: 16 }, /state-space \(Mamba\) layers \(`state_size`\)/],
    [
      'a searched architecture',
      { ...dense, model_type: 'nemotron-nas', block_configs: [], intermediate_size: null },
      /`nemotron-nas` .*\(`block_configs`\)/,
    ],
    [
      'compressed attention',
      { ...dense, model_type: 'deepseek_v4', compress_ratios: [4, 128] },
      /`deepseek_v4` .* compressed attention \(`compress_ratios`\)/,
    ],
    [
      'a wrapped one, by the name of the whole',
      { model_type: 'kimi_k3', text_config: { ...latent, model_type: 'kimi_linear', linear_attn_config: {} } },
      /^The config of `kimi_k3`/,
    ],
    ['an encoder', { ...dense, is_encoder_decoder: true }, /an encoder beside its decoder/],
    [
      'a key that nobody understands',
      { ...dense, hyper_connection_width: 4 },
      /the meaning of `hyper_connection_width` for its shape is not known/,
    ],
    ['experts in the attention of a known type', { ...dense, attention_experts: 4 }, /`attention_experts`/],
    ['no layers', { ...dense, num_hidden_layers: 0 }, /`num_hidden_layers` is 0; it must be a whole number from 1/],
    ['too many layers', { ...dense, num_hidden_layers: 1e6 }, /`num_hidden_layers` is 1000000; at most 256 are read/],
    ['negative', { ...dense, hidden_size: -1 }, /`hidden_size` is -1/],
    ['NaN', { ...dense, hidden_size: Number.NaN }, /`hidden_size` is not a number;/],
    ['enormous', { ...dense, vocab_size: 1e300 }, /`vocab_size` is 1e\+300/],
    [
      'without a type',
      { hidden_size: 16 },
      /^The config of `a model without a type` is not usable: `num_hidden_layers` is missing/,
    ],
    ['a list', [], /^A model's config is an object with keys; this is a list\.$/],
    ['a number', 3, /this is 3\.$/],
    ['nothing', null, /this is null\.$/],
  ];
  for (const [title, config, message] of refused) {
    it(`is refused by name: ${title}`, () => assert.match(refusal(config), message));
  }

  it('with keys that say nothing new is read all the same', () => {
    const chatter = {
      attention_dropout: 0.1,
      rope_scaling: { factor: 4 },
      num_beams: 1,
      architectures: ['X'],
      router_aux_loss_coef: 0.1,
      memory_layers: null,
      loop_blocks: [],
    };
    assert.deepEqual(shapeOf({ ...dense, ...chatter }), shapeOf(dense));
  });

  it('never throws, and never yields a number that is none', () => {
    const keys = [...new Set([dense, routed, latent].flatMap((config) => Object.keys(config)))];
    const strange = fc.oneof(
      fc.integer({ min: -3, max: 9 }),
      fc.double(),
      fc.string({ maxLength: 6 }),
      fc.bigInt(),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
      fc.constantFrom(null, true, {}, { toString: 1 }, 'constructor', '__proto__'),
    );
    const more = fc.constantFrom(
      ...keys,
      'layer_types',
      'quantization_config',
      'moe_layer_freq',
      'sliding_window',
      'index_topk',
      'toString',
    );
    const changes = fc.array(fc.tuple(more, strange), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(dense, routed, latent), changes, (config, changed) => {
        const outcome = readModelConfig({ ...config, ...Object.fromEntries(changed) }, { id: 'x', source: 's' });
        if (outcome.kind === 'refused') return assert.match(outcome.message, /^[^\n]+\.$/);
        const { attention, ffn, hidden } = outcome.shape;
        const numbers = [hidden, ...[...attention, ...ffn].flatMap((layer) => Object.values(layer))].filter(
          (value) => typeof value === 'number',
        );
        assert.ok(numbers.every((value) => Number.isFinite(value) && value >= 0));
        for (const layers of [attention, ffn])
          assert.equal(
            layers.reduce((sum, layer) => sum + layer.layers, 0),
            Object.fromEntries(changed).num_hidden_layers ?? 2,
          );
      }),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readModelConfig(value, { id: 'x', source: 's' });
      }),
      { numRuns: 500 },
    );
  });
});
