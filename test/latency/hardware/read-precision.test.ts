import assert from 'node:assert/strict';
import { dense, latent, refusal, routed, shapeOf } from './configs';

/** Attention, experts, the FFN that every token uses, KV cache. */
function stored(quantization_config: unknown, config: object = routed): readonly string[] {
  const { attention, experts, alwaysFfn, kvCache } = shapeOf({ ...config, quantization_config }).precision;
  return [attention, experts, alwaysFfn, kvCache];
}

const groups = (bits: number, type: string) => ({
  quant_method: 'compressed-tensors',
  config_groups: { group_0: { targets: ['Linear'], weights: { num_bits: bits, type } } },
});

describe('how a model is stored', () => {
  const cases: readonly [string, unknown, readonly string[], object?][] = [
    ['as it was trained', null, ['bf16', 'bf16', 'bf16', 'bf16']],
    ['FP8', { quant_method: 'fp8' }, ['fp8', 'fp8', 'fp8', 'bf16']],
    [
      'FP8 but for what is not counted',
      { quant_method: 'fp8', modules_to_not_convert: ['lm_head', 'gate', 'model.layers.0.mlp.gate'] },
      ['fp8', 'fp8', 'fp8', 'bf16'],
    ],
    [
      'MXFP4 but for attention',
      { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'model.layers.*.mlp.router'] },
      ['bf16', 'fp4', 'fp4', 'bf16'],
    ],
    [
      'only the experts in INT4',
      {
        ...groups(4, 'int'),
        ignore: ['lm_head', 're:.*self_attn.*', 're:.*shared_experts.*', 're:.*mlp\\.(gate|up|gate_up|down)_proj.*'],
      },
      ['bf16', 'int4', 'bf16', 'bf16'],
      { ...latent, num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 6, n_shared_experts: 1 },
    ],
    ['INT8', groups(8, 'int'), ['int8', 'int8', 'int8', 'bf16']],
    [
      'FP8 with its KV cache',
      { ...groups(8, 'float'), kv_cache_scheme: { num_bits: 8, type: 'float' } },
      ['fp8', 'fp8', 'fp8', 'fp8'],
    ],
    ['by ModelOpt', { quant_algo: 'FP8', kv_cache_scheme: 'FP8' }, ['fp8', 'fp8', 'fp8', 'fp8']],
    [
      'NVFP4 but for attention',
      { quant_algo: 'NVFP4', ignore: ['model.layers.0.self_attn*', 'model.layers.1.self_attn*'] },
      ['bf16', 'fp4', 'fp4', 'bf16'],
    ],
    ['AWQ', { quant_method: 'awq', bits: 4 }, ['int4', 'int4', 'int4', 'bf16']],
    ['GPTQ', { quant_method: 'gptq', bits: 8 }, ['int8', 'int8', 'int8', 'bf16']],
  ];
  for (const [title, quantization, expected, config] of cases) {
    it(`is read: ${title}`, () => assert.deepEqual(stored(quantization, config), expected));
  }

  it('is told by the type of its experts', () => {
    assert.equal(
      shapeOf({ ...routed, expert_dtype: 'fp4', quantization_config: { quant_method: 'fp8' } }).precision.experts,
      'fp4',
    );
    assert.match(
      refusal({ ...routed, expert_dtype: 'constructor' }),
      /`expert_dtype` is `constructor`, which is not known/,
    );
  });

  it('is said to be counted alike where a part of a part is left', () => {
    const { precision, notes } = shapeOf({
      ...dense,
      quantization_config: { quant_method: 'fp8', ignored_layers: ['model.layers.0.self_attn.o_proj'] },
    });
    assert.equal(precision.attention, 'fp8');
    assert.ok(notes.includes('The quantization leaves some modules of attention as they are; all are counted as fp8'));
  });

  it('is assumed where nobody says it, and that is said', () => {
    const { precision, notes } = shapeOf({ ...dense, torch_dtype: null });
    assert.equal(precision.attention, 'bf16');
    assert.deepEqual(notes, ['The config names no type of weights; bfloat16 is assumed']);
  });

  it('is doubted where the name says something else', () => {
    assert.match(shapeOf(dense, 'Mine-FP8').notes.join(), /Its name says FP8, but its config states no quantization/);
    assert.deepEqual(shapeOf({ ...dense, quantization_config: { quant_method: 'fp8' } }, 'Mine-FP8').notes, []);
  });

  const refused: readonly [string, unknown, RegExp][] = [
    [
      'an unknown method',
      { quant_method: 'bitsandbytes' },
      /the quantization `bitsandbytes` of `quant_method` is not known/,
    ],
    ['a name of JavaScript', { quant_method: 'constructor' }, /`constructor` of `quant_method` is not known/],
    ['an unknown algorithm', { quant_algo: 'MIXED_PRECISION' }, /`MIXED_PRECISION` of `quant_algo`/],
    ['no method', {}, /`quant_method` of its quantization is missing/],
    ['three bits', groups(3, 'int'), /`weights` of its quantization is the text `int` of 3 bits/],
    [
      'other modules',
      { config_groups: { a: { targets: ['re:.*x.*'], weights: { num_bits: 4, type: 'int' } } } },
      /other modules than all of `Linear`/,
    ],
    [
      'groups that differ',
      { config_groups: { a: { weights: { num_bits: 4, type: 'int' } }, b: { weights: { num_bits: 8, type: 'int' } } } },
      /`config_groups` must have one group/,
    ],
    ['an odd number of bits', { quant_method: 'awq', bits: 3 }, /the quantization `3` of `bits` is not known/],
    [
      'a KV cache of another type',
      { quant_method: 'fp8', kv_cache_scheme: 'TURBO' },
      /the KV cache is stored as `TURBO`/,
    ],
    ['a text', 'fp8', /`quantization_config` is the text `fp8`; it must be an object/],
  ];
  for (const [title, quantization, message] of refused) {
    it(`is refused: ${title}`, () => assert.match(refusal({ ...dense, quantization_config: quantization }), message));
  }

  it('is refused in 32 bits', () => {
    assert.match(refusal({ ...dense, torch_dtype: 'float32' }), /its weights are of type `float32`; known are/);
  });
});
