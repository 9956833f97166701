import { quote } from '../../text/format';
import { describeValue, isRecord, type ModelConfig } from './model-config';
import type { ModelShape, Precision } from './model-shape';
import { type ModuleTest, moduleTest } from './module-patterns';

/** How the parts of a model are stored, and what is not quite so. */
export interface StatedPrecision {
  readonly precision: ModelShape['precision'];
  readonly notes: readonly string[];
}

/** What is quantized, to what, and which modules are left as they are. */
interface Quantization {
  readonly weights: Precision;
  readonly kvCache: Precision | undefined;
  /** For each list of modules that stay as they are, whether it names one. */
  readonly exceptions: readonly ModuleTest[];
}

type Names = ReadonlyMap<unknown, Precision>;

const baseTypes: Names = new Map([
  ['bfloat16', 'bf16'],
  ['float16', 'bf16'],
]);

const expertTypes: Names = new Map([
  ['fp4', 'fp4'],
  ['fp8', 'fp8'],
  ['bfloat16', 'bf16'],
]);

/** By `quant_method`, where that alone says it. */
const methods: Names = new Map([
  ['fp8', 'fp8'],
  ['mxfp4', 'fp4'],
]);

/** By `quant_algo` of NVIDIA's ModelOpt, in capitals. */
const algorithms: Names = new Map([
  ['FP8', 'fp8'],
  ['NVFP4', 'fp4'],
  ['W4A16_AWQ', 'int4'],
  ['INT4_AWQ', 'int4'],
]);

/** By bits. */
const integers: Names = new Map([
  [4, 'int4'],
  [8, 'int8'],
]);
const floats: Names = new Map([
  [4, 'fp4'],
  [8, 'fp8'],
]);

/** Keys under which a quantization names the modules that it leaves. */
const exceptionKeys = ['modules_to_not_convert', 'ignored_layers', 'ignore', 'exclude_modules'];

/** Modules that stand for each part, below a layer; each by the names that it has in one model or another. */
const modules = {
  multiHead: ['q', 'k', 'v', 'o'].map((name) => [
    `self_attn.${name}_proj`,
    ...(name === 'o' ? [] : ['self_attn.qkv_proj']),
  ]),
  latent: ['q_a_proj', 'q_b_proj', 'kv_a_proj_with_mqa', 'kv_b_proj', 'o_proj'].map((name) => [`self_attn.${name}`]),
  experts: ['gate w1', 'up w3', 'down w2'].map((names) => {
    const [name, short] = names.split(' ');
    const fused = name === 'down' ? 'down_proj' : 'gate_up_proj';
    return [
      `mlp.experts.0.${name}_proj`,
      `mlp.experts.${fused}`,
      `feed_forward.experts.${fused}`,
      `block_sparse_moe.experts.0.${short}`,
    ];
  }),
  dense: ['gate', 'up', 'down'].map((name) => [`mlp.${name}_proj`, `feed_forward.${name}_proj`]),
  shared: ['gate', 'up', 'down'].map((name) => [
    `mlp.shared_experts.${name}_proj`,
    `mlp.shared_expert.${name}_proj`,
    `feed_forward.shared_expert.${name}_proj`,
    `block_sparse_moe.shared_experts.${name}_proj`,
  ]),
};

/** Where the layers are, in a language model and in one that is a part of a larger model. */
const layerPaths = ['model.layers', 'language_model.model.layers', 'model.language_model.layers'];

/** How a config says its weights and its KV cache are stored. 16-bit floats of either kind are `bf16`. */
export function readPrecision(config: ModelConfig, layers: number, hasSharedExperts: boolean): StatedPrecision {
  const notes: string[] = [];
  const type = config.text('torch_dtype') ?? config.text('dtype');
  const quantization = readQuantization(config);
  const base = baseTypes.get(type ?? 'bfloat16');
  if (!base) config.refuse(`its weights are of type ${quote(type ?? '')}; known are bfloat16 and float16`);
  if (type === undefined && !quantization) notes.push('The config names no type of weights; bfloat16 is assumed');

  const attention = config.value('kv_lora_rank') === undefined ? modules.multiHead : modules.latent;
  const always = hasSharedExperts ? [...modules.dense, ...modules.shared] : modules.dense;
  const of = (part: string, names: readonly (readonly string[])[]) => {
    const share = quantization ? shareLeft(quantization.exceptions, names, layers) : 1;
    const stored = share > 0.5 || !quantization ? base : quantization.weights;
    if (share > 0 && share < 1)
      notes.push(`The quantization leaves some modules of ${part} as they are; all are counted as ${stored}`);
    return stored;
  };
  const expertType = config.text('expert_dtype');
  const experts = expertType === undefined ? of('the experts', modules.experts) : expertTypes.get(expertType);
  if (!experts) config.refuse(`${quote('expert_dtype')} is ${quote(expertType ?? '')}, which is not known`);
  return {
    precision: {
      attention: of('attention', attention),
      experts,
      alwaysFfn: of('the FFN that every token uses', always),
      kvCache: quantization?.kvCache ?? 'bf16',
    },
    notes,
  };
}

/** The share of some modules, over all layers, that the quantization leaves as they are. */
function shareLeft(exceptions: readonly ModuleTest[], names: readonly (readonly string[])[], layers: number): number {
  if (exceptions.length === 0) return 0;
  const isLeft = (path: string) => exceptions.some((isNamed) => isNamed(path));
  let left = 0;
  for (let layer = 0; layer < layers; layer++) {
    for (const spellings of names) {
      if (layerPaths.some((path) => spellings.some((name) => isLeft(`${path}.${layer}.${name}`)))) left++;
    }
  }
  return left / (layers * names.length);
}

function readQuantization(config: ModelConfig): Quantization | undefined {
  const stated = config.below('quantization_config');
  if (!stated) return undefined;
  const keys = exceptionKeys.filter((key) => stated.value(key) !== undefined);
  return {
    weights: weightsOf(stated),
    kvCache: kvCacheOf(stated),
    exceptions: keys.map((key) => moduleTest(stated, key, stated.value(key))),
  };
}

function weightsOf(stated: ModelConfig): Precision {
  const algorithm = stated.text('quant_algo');
  const method = stated.text('quant_method');
  const unknown = (key: string, name: string) =>
    stated.refuse(`the quantization ${quote(name)} of ${quote(key)} is not known`);
  if (algorithm !== undefined) return algorithms.get(algorithm.toUpperCase()) ?? unknown('quant_algo', algorithm);
  if (stated.value('config_groups') !== undefined) return groupsOf(stated);
  if (method === 'awq' || method === 'gptq')
    return integers.get(stated.needed('bits')) ?? unknown('bits', `${stated.value('bits')}`);
  if (method === undefined) return stated.refuse('`quant_method` of its quantization is missing');
  return methods.get(method) ?? unknown('quant_method', method);
}

/** compressed-tensors: groups of modules, each with a type; read where all groups store weights alike. */
function groupsOf(stated: ModelConfig): Precision {
  const groups = stated.value('config_groups');
  const kinds = isRecord(groups) ? Object.values(groups).map((group) => groupKind(stated, group)) : [];
  const [first, ...others] = kinds;
  if (!first || others.some((kind) => kind !== first))
    return stated.refuse('`config_groups` must have one group, or groups that store their weights alike');
  return first;
}

function groupKind(stated: ModelConfig, group: unknown): Precision {
  if (!isRecord(group)) return stated.refuse('`config_groups` must hold objects');
  const { targets, weights } = group;
  if (targets !== undefined && !(Array.isArray(targets) && targets.length === 1 && targets[0] === 'Linear'))
    return stated.refuse('`config_groups` quantizes other modules than all of `Linear`, which is not read');
  return typeOf(stated, 'weights', weights);
}

function kvCacheOf(stated: ModelConfig): Precision | undefined {
  const scheme = stated.value('kv_cache_scheme') ?? stated.value('kv_cache_quant_algo');
  if (scheme === undefined) return undefined;
  if (typeof scheme !== 'string') return typeOf(stated, 'kv_cache_scheme', scheme);
  return (
    algorithms.get(scheme.toUpperCase()) ??
    stated.refuse(`the KV cache is stored as ${quote(scheme)}, which is not known`)
  );
}

function typeOf(stated: ModelConfig, key: string, value: unknown): Precision {
  const { num_bits: bits, type } = isRecord(value) ? value : {};
  const kind = type === 'int' ? integers.get(bits) : type === 'float' ? floats.get(bits) : undefined;
  if (kind) return kind;
  const got = isRecord(value) ? `${describeValue(type)} of ${describeValue(bits)} bits` : describeValue(value);
  return stated.refuse(`${quote(key)} of its quantization is ${got}; known are integers and floats of 4 or 8 bits`);
}
