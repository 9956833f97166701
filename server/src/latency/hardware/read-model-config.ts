import { quote } from '../../text/format';
import { ConfigRefusal, describeValue, isRecord, ModelConfig } from './model-config';
import type { ModelShape } from './model-shape';
import { readAttention } from './read-attention';
import { readFfn } from './read-ffn';
import { readPrecision } from './read-precision';
import { refuseUnread, refuseUnsupported } from './unsupported-architectures';

/** The shape that a config describes, or in one sentence why it is not usable. */
export type ModelConfigOutcome =
  | { readonly kind: 'ready'; readonly shape: ModelShape }
  | { readonly kind: 'refused'; readonly message: string };

/** Most layers that are believed. */
const layerLimit = 256;

/** Keys under which a model for images, sound and text keeps the config of its language model. */
const languageKeys = ['text_config', 'llm_config', 'language_config'];

/** What the wrapper may state for the language model in it. */
const inherited = ['quantization_config', 'torch_dtype', 'dtype', 'tie_word_embeddings'];

/** Sizes of a language model under the names that configs give them. */
const sizeKeys = [
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'vocab_size',
  'state_size',
  'd_model',
  'n_embd',
  'n_head',
  'n_layer',
];

/** Model types whose keys are known to mean what is read of them. */
const knownTypes = new Set([
  'deepseek_v3',
  'deepseek_v32',
  'gemma4_text',
  'glm4_moe',
  'glm_moe_dsa',
  'gpt_oss',
  'kimi_k2',
  'llama',
  'llama4_text',
  'mimo',
  'mimo_v2_flash',
  'minimax_m2',
  'minimax_m3',
  'mistral',
  'mixtral',
  'qwen2',
  'qwen3',
  'qwen3_moe',
  'qwen3_vl_moe_text',
  'qwen3_vl_text',
  'step3_text',
  'step3p7',
]);

/**
 * Reads what a Hugging Face `config.json` says about a model's shape. What it leaves unsaid is not guessed: such a config
 * is refused, in one sentence that names the architecture and the key. Never throws.
 */
export function readModelConfig(
  value: unknown,
  { id, source, notes = [] }: { readonly id: string; readonly source: string; readonly notes?: readonly string[] },
): ModelConfigOutcome {
  try {
    const { config, leftOut } = toConfig(value);
    const shape = readShape(config);
    const allNotes = [...notes, ...shape.notes, ...leftOut, ...nameNotes(id, config)];
    return { kind: 'ready', shape: { id, source, ...shape, notes: allNotes } };
  } catch (error) {
    if (!(error instanceof ConfigRefusal)) throw error;
    return { kind: 'refused', message: error.message };
  }
}

/** Whether a value is the config of a language model, usable or not, rather than any other JSON: it states one of its sizes. */
export function isModelConfig(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return [value, ...languageKeys.map((key) => value[key]).filter(isRecord)].some((config) =>
    sizeKeys.some((key) => typeof config[key] === 'number'),
  );
}

/** The config of the language model, and what of the whole model it leaves out. */
function toConfig(value: unknown): { readonly config: ModelConfig; readonly leftOut: readonly string[] } {
  if (!isRecord(value))
    throw new ConfigRefusal(`A model's config is an object with keys; this is ${describeValue(value)}.`);
  const isOther = ['vision_config', 'audio_config', 'vision_tower_config'].some((name) => isRecord(value[name]));
  const leftOut = isOther ? ['Its towers for images and sound are left out'] : [];
  const name = typeName(value) ?? 'a model without a type';
  const inner = languageKeys.map((key) => value[key]).find(isRecord);
  if (!inner) return { config: new ModelConfig(value, name), leftOut };
  const stated = Object.entries(inner).filter(([, entry]) => entry !== null);
  const keys = { ...Object.fromEntries(inherited.map((key) => [key, value[key]])), ...Object.fromEntries(stated) };
  return { config: new ModelConfig(keys, typeName(inner) ?? name, name), leftOut };
}

function typeName({ model_type: type, architectures }: Readonly<Record<string, unknown>>): string | undefined {
  const name = type ?? (Array.isArray(architectures) ? architectures[0] : undefined);
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Tokens of the longest request; a rope that is scaled, YaRN's, makes more of those that the model was trained on. */
function contextOf(config: ModelConfig): number | undefined {
  const stated = config.value('max_position_embeddings');
  const scaling = config.value('rope_scaling');
  if (typeof stated !== 'number' || !(stated >= 1)) return undefined;
  if (!isRecord(scaling)) return stated;
  const { factor, original_max_position_embeddings: original = stated } = scaling;
  return typeof factor === 'number' && typeof original === 'number' ? Math.max(stated, factor * original) : stated;
}

function readShape(config: ModelConfig): Omit<ModelShape, 'id' | 'source'> {
  refuseUnsupported(config);
  const hidden = config.needed('hidden_size');
  const layers = config.needed('num_hidden_layers');
  if (layers > layerLimit) config.refuse(`${quote('num_hidden_layers')} is ${layers}; at most ${layerLimit} are read`);
  const attention = readAttention(config, hidden, layers);
  const ffn = readFfn(config, hidden, layers);
  const hasSharedExperts = ffn.some(({ experts, alwaysParameters }) => experts > 0 && alwaysParameters > 0);
  const { precision, notes } = readPrecision(config, layers, hasSharedExperts);
  const vocabulary = config.size(1, 'vocab_size');
  const tied = config.flag('tie_word_embeddings');
  const embedding = (vocabulary ?? 0) * hidden;
  const allNotes = [
    ...typeNotes(config),
    ...notes,
    ...readingNotes(config, attention),
    ...extraLayers(config),
    ...embeddingNotes(vocabulary, tied),
  ];
  refuseUnread(config);
  return {
    hidden,
    attention,
    ffn,
    // A tied head is the embedding; it is held once and read as the head.
    embeddingParameters: tied ? 0 : embedding,
    headParameters: embedding,
    contextTokens: contextOf(config),
    precision,
    notes: allNotes,
  };
}

/** An unknown type is read where it has the gated FFN that goes with this activation, and no key that is not understood. */
function typeNotes(config: ModelConfig): readonly string[] {
  config.pass('model_type');
  if (knownTypes.has(config.modelType)) return [];
  const activation = config.text('hidden_act');
  if (activation !== 'silu')
    config.refuse(
      `the architecture is not known, and ${quote('hidden_act')} is not ${quote('silu')}; use a measured profile`,
    );
  return [`The model type ${quote(config.modelType)} is not known; its keys are read as those of other models`];
}

function readingNotes(config: ModelConfig, attention: ModelShape['attention']): readonly string[] {
  const isIndexed = attention.some(({ indexer }) => indexer !== undefined);
  const isChunked = config.modelType === 'llama4_text' && attention.some(({ dropsTheRest }) => dropsTheRest);
  return [
    ...(isIndexed ? ["The indexer is counted at the KV cache's precision"] : []),
    ...(isChunked ? ['Chunked layers are counted as reading a whole chunk; on average they read half of it'] : []),
  ];
}

function embeddingNotes(vocabulary: number | undefined, tied: boolean | undefined): readonly string[] {
  if (vocabulary === undefined) return ['The vocabulary is not stated; embedding and output head are left out'];
  return tied === undefined ? ['Whether the output head is the embedding is not stated; both are counted'] : [];
}

/** Layers that predict further tokens. */
function extraLayers(config: ModelConfig): readonly string[] {
  config.pass('mtp_transformer_layers', 'mtp_num_hidden_layers', 'mtp_use_dedicated_embeddings');
  const stated = [config.value('num_nextn_predict_layers'), config.value('num_mtp_modules')];
  const isExtra = stated.some((count) => typeof count === 'number' && count > 0);
  return isExtra ? ['Its layers for predicting several tokens are left out'] : [];
}

/** Some publish the quantization in a file of its own, which nobody reads here. */
function nameNotes(id: string, config: ModelConfig): readonly string[] {
  const named = /fp8|fp4|int8|int4|awq|gptq/i.exec(id)?.[0];
  if (named === undefined || config.value('quantization_config') !== undefined) return [];
  return [`Its name says ${named}, but its config states no quantization; the weights are counted as bf16`];
}
