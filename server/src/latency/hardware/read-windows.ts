import type { ModelConfig } from './model-config';

/** What the layers of these model types read where no list of layers says it. */
const windowsOfType: ReadonlyMap<string, (layer: number) => boolean> = new Map([
  ['mistral', () => true],
  ['mixtral', () => true],
  ['gpt_oss', (layer: number) => layer % 2 === 0],
]);

/** Every fourth layer of Llama 4 attends to everything. */
const isChunked = (layer: number): boolean => (layer + 1) % 4 !== 0;

/** Tokens that each layer reads of a request at most; undefined for layers that read all. */
export function readWindows(config: ModelConfig, layers: number): readonly (number | undefined)[] {
  const every = (holds: (layer: number) => boolean, key: string) =>
    Array.from({ length: layers }, (_, layer) => (holds(layer) ? config.needed(key) : undefined));
  config.pass('sliding_window', 'max_window_layers', 'attention_chunk_size', 'sliding_window_pattern');

  const types = config.perLayer('layer_types', layers, ['full_attention', 'sliding_attention', 'chunked_attention']);
  if (types) {
    config.pass('use_sliding_window');
    return types.map((type) => {
      if (type === 'full_attention') return undefined;
      return config.needed(type === 'sliding_attention' ? 'sliding_window' : 'attention_chunk_size');
    });
  }
  if (config.modelType === 'mimo_v2_flash') {
    const pattern = config.perLayer('hybrid_layer_pattern', layers, [0, 1]);
    if (!pattern) config.refuse('`hybrid_layer_pattern` is missing; it says which layers have a sliding window');
    config.size(1, 'sliding_window', 'sliding_window_size', 'attention_chunk_size');
    return every((layer) => pattern[layer] === 1, 'sliding_window');
  }
  if (config.modelType === 'llama4_text') {
    const listed = config.value('no_rope_layers');
    const isDefault = listed === undefined || (Array.isArray(listed) && listed.length === 0);
    const chunked = isDefault ? undefined : config.perLayer('no_rope_layers', layers, [0, 1]);
    if (config.value('attention_chunk_size') === undefined) return every(() => false, '');
    return every((layer) => (chunked ? chunked[layer] === 1 : isChunked(layer)), 'attention_chunk_size');
  }
  if (config.value('attention_chunk_size') !== undefined)
    config.refuse('`attention_chunk_size` does not say which layers it holds for; add `layer_types`');
  return slidingWindows(config, every);
}

function slidingWindows(
  config: ModelConfig,
  every: (holds: (layer: number) => boolean, key: string) => readonly (number | undefined)[],
): readonly (number | undefined)[] {
  const used = config.flag('use_sliding_window');
  if (used === false || config.value('sliding_window') === undefined) return every(() => false, '');
  if (used === true) {
    const full = config.size(0, 'max_window_layers');
    if (full === undefined)
      config.refuse('`max_window_layers` is missing; it says how many layers have no sliding window');
    return every((layer) => layer >= full, 'sliding_window');
  }
  const isSliding = windowsOfType.get(config.modelType);
  if (!isSliding) config.refuse('`sliding_window` does not say which layers it holds for; add `layer_types`');
  return every(isSliding, 'sliding_window');
}
