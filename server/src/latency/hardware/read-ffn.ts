import { quote } from '../../text/format';
import { groupLayers, type ModelConfig } from './model-config';
import type { FfnLayers } from './model-shape';

/** Gate, up and down projection. */
const matrices = 3;

/** Model types whose `intermediate_size` is that of an expert. */
const expertSizeTypes = new Set(['mixtral', 'minimax_m2', 'gpt_oss', 'llama4_text']);

/**
 * The FFN layers that a config describes; all have gated FFNs, of three matrices. Routers, norms and biases are left out.
 */
export function readFfn(config: ModelConfig, hidden: number, layers: number): readonly FfnLayers[] {
  const experts = config.size(0, 'num_experts', 'n_routed_experts', 'num_local_experts', 'moe_num_experts') ?? 0;
  const isRouted = experts === 0 ? noneRouted(config, layers) : routedLayers(config, layers);
  const routed = isRouted.includes(true) ? routedFfn(config, hidden, experts) : undefined;
  const dense = isRouted.includes(false) ? denseFfn(config, hidden) : undefined;
  config.pass('intermediate_size', 'dense_intermediate_size', 'intermediate_size_mlp');
  return groupLayers(isRouted.map((isMoe) => (isMoe ? routed! : dense!)));
}

type Ffn = Omit<FfnLayers, 'layers'>;

function denseFfn(config: ModelConfig, hidden: number): Ffn {
  const size = config.size(1, 'dense_intermediate_size', 'intermediate_size_mlp') ?? config.needed('intermediate_size');
  return { experts: 0, perToken: 0, expertParameters: 0, alwaysParameters: matrices * hidden * size };
}

function routedFfn(config: ModelConfig, hidden: number, experts: number): Ffn {
  const perToken = config.needed(
    'num_experts_per_tok',
    'experts_per_token',
    'num_experts_per_token',
    'top_k_experts',
    'moe_top_k',
  );
  if (perToken > experts)
    config.refuse(`a token goes to ${perToken} experts of only ${experts}; correct ${quote('num_experts_per_tok')}`);
  const size = expertSizeTypes.has(config.modelType)
    ? config.needed('intermediate_size')
    : config.needed('moe_intermediate_size');
  const always = sharedSize(config, size) + besidesSize(config);
  return {
    experts,
    perToken,
    expertParameters: matrices * hidden * size,
    alwaysParameters: matrices * hidden * always,
  };
}

/** Width of all shared experts of a layer together. */
function sharedSize(config: ModelConfig, expertSize: number): number {
  if (config.modelType === 'llama4_text') return expertSize;
  const count = config.size(0, 'n_shared_experts', 'num_shared_experts');
  const size = config.size(0, 'shared_expert_intermediate_size', 'share_expert_dim', 'shared_intermediate_size');
  if (size === undefined) return (count ?? 0) * expertSize;
  if (count === undefined || count === 1) return size;
  if (count === 0 && size === 0) return 0;
  return config.refuse(
    `it has ${count} shared experts and a width of ${size}, which may be that of one or of all; state one of the two`,
  );
}

/** Width of a dense FFN beside the experts of the same layer. */
function besidesSize(config: ModelConfig): number {
  if (config.modelType !== 'gemma4_text') return 0;
  if (config.flag('enable_moe_block') !== true)
    config.refuse('`enable_moe_block` is not true, but it has experts; correct one of the two');
  return config.needed('intermediate_size');
}

/** Keys that say which layers have experts; their meaning differs, and where several are stated they must agree. */
const layerRules: Readonly<Record<string, (config: ModelConfig, layers: number) => readonly boolean[] | undefined>> = {
  mlp_layer_types: (config, layers) =>
    config.perLayer('mlp_layer_types', layers, ['dense', 'sparse'])?.map((type) => type === 'sparse'),
  moe_layer_freq: (config, layers) => {
    if (Array.isArray(config.value('moe_layer_freq')))
      return config.perLayer('moe_layer_freq', layers, [0, 1])?.map((on) => on === 1);
    const step = config.size(1, 'moe_layer_freq');
    const first = config.size(0, 'first_k_dense_replace') ?? 0;
    return step === undefined ? undefined : layerList(layers, (layer) => layer >= first && layer % step === 0);
  },
  first_k_dense_replace: (config, layers) => {
    const first = config.size(0, 'first_k_dense_replace');
    if (first === undefined || typeof config.value('moe_layer_freq') === 'number') return undefined;
    return layerList(layers, (layer) => layer >= first);
  },
  decoder_sparse_step: (config, layers) => {
    const step = config.size(1, 'decoder_sparse_step');
    const dense = layerNumbers(config, 'mlp_only_layers', layers);
    if (step === undefined && dense === undefined) return undefined;
    return layerList(layers, (layer) => (layer + 1) % (step ?? 1) === 0 && !dense?.has(layer));
  },
  interleave_moe_layer_step: (config, layers) => {
    const step = config.size(1, 'interleave_moe_layer_step');
    return step === undefined ? undefined : layerList(layers, (layer) => (layer + 1) % step === 0);
  },
  moe_layers: (config, layers) => membership(layerNumbers(config, 'moe_layers', layers), layers),
  moe_layers_enum: (config, layers) => membership(layerNumbers(config, 'moe_layers_enum', layers), layers),
};

function routedLayers(config: ModelConfig, layers: number): readonly boolean[] {
  const stated = Object.entries(layerRules).flatMap(([key, rule]) => {
    const list = rule(config, layers);
    return list ? [{ key, list }] : [];
  });
  const [first, ...others] = stated;
  if (!first) return layerList(layers, () => true);
  const other = others.find(({ list }) => list.some((isRouted, layer) => isRouted !== first.list[layer]));
  if (other)
    config.refuse(
      `${quote(first.key)} and ${quote(other.key)} do not agree on which layers have experts; correct one of the two`,
    );
  return first.list;
}

/** A model without experts may still carry the keys of a family that has some. */
function noneRouted(config: ModelConfig, layers: number): readonly boolean[] {
  config.pass(...Object.keys(layerRules), 'mlp_only_layers');
  config.pass('num_experts_per_tok', 'moe_intermediate_size', 'top_k_experts');
  return layerList(layers, () => false);
}

/** Numbers of layers, as a list or, in Step-3, as a text with commas. */
function layerNumbers(config: ModelConfig, key: string, layers: number): ReadonlySet<number> | undefined {
  const value = config.value(key);
  if (value === undefined) return undefined;
  const list: unknown[] =
    typeof value === 'string' ? value.split(',').map((part) => Number(part.trim() || Number.NaN)) : [value].flat();
  if (!list.every((layer): layer is number => Number.isInteger(layer) && Number(layer) >= 0 && Number(layer) < layers))
    config.refuse(`${quote(key)} must list layers, whole numbers from 0 to ${layers - 1}`);
  return new Set(list);
}

function membership(members: ReadonlySet<number> | undefined, layers: number): readonly boolean[] | undefined {
  return members && layerList(layers, (layer) => members.has(layer));
}

function layerList(layers: number, holds: (layer: number) => boolean): readonly boolean[] {
  return Array.from({ length: layers }, (_, layer) => holds(layer));
}
