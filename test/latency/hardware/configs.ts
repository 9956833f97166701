import assert from 'node:assert/strict';
import type { ModelShape } from '../../../server/src/latency/hardware/model-shape';
import { readModelConfig } from '../../../server/src/latency/hardware/read-model-config';

/** A dense model: two layers, four query heads of 8 elements over two KV heads. */
export const dense = {
  model_type: 'qwen3',
  hidden_size: 16,
  num_hidden_layers: 2,
  vocab_size: 100,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 8,
  intermediate_size: 32,
};

/** The same with four experts, of which a token uses two. */
export const routed = {
  ...dense,
  model_type: 'qwen3_moe',
  num_experts: 4,
  num_experts_per_tok: 2,
  moe_intermediate_size: 6,
};

/** The same attention in its latent form. */
export const latent = {
  model_type: 'deepseek_v3',
  hidden_size: 16,
  num_hidden_layers: 2,
  vocab_size: 100,
  torch_dtype: 'bfloat16',
  num_attention_heads: 4,
  kv_lora_rank: 10,
  q_lora_rank: 6,
  qk_nope_head_dim: 5,
  qk_rope_head_dim: 3,
  v_head_dim: 7,
  intermediate_size: 32,
};

/** The shape of a config that is in order. */
export function shapeOf(config: unknown, id = 'test'): ModelShape {
  const outcome = readModelConfig(config, { id, source: 'a test' });
  if (outcome.kind === 'refused') assert.fail(outcome.message);
  return outcome.shape;
}

/** Why a config is refused. */
export function refusal(config: unknown): string {
  const outcome = readModelConfig(config, { id: 'test', source: 'a test' });
  return outcome.kind === 'refused' ? outcome.message : assert.fail('it is read');
}

/** A sum over layers. */
export function sum<T extends { readonly layers: number }>(layers: readonly T[], each: (layer: T) => number): number {
  return layers.reduce((total, layer) => total + layer.layers * each(layer), 0);
}

/** All parameters of a model, and those that one token uses. */
export function parameters(shape: ModelShape): { readonly total: number; readonly active: number } {
  const { attention, ffn, embeddingParameters, headParameters } = shape;
  const common =
    sum(attention, ({ projectionParameters, indexer }) => projectionParameters + (indexer?.parameters ?? 0)) +
    sum(ffn, ({ alwaysParameters }) => alwaysParameters) +
    embeddingParameters +
    headParameters;
  return {
    total: common + sum(ffn, ({ experts, expertParameters }) => experts * expertParameters),
    active: common + sum(ffn, ({ perToken, expertParameters }) => perToken * expertParameters),
  };
}
