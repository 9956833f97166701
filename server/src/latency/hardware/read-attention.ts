import { quote } from '../../text/format';
import { groupLayers, type ModelConfig } from './model-config';
import type { AttentionLayers, TokenIndexer } from './model-shape';
import { readWindows } from './read-windows';

type Layer = Omit<AttentionLayers, 'layers'>;

/** Heads of a layer and the elements of one key and one value. */
interface Heads {
  readonly query: number;
  readonly keyValue: number;
  readonly key: number;
  readonly value: number;
}

/** Which tokens a layer reads, as far as its config says. */
type TokensRead = Pick<Layer, 'readsAtMost' | 'dropsTheRest' | 'indexer'>;

const everything: TokensRead = { readsAtMost: undefined, dropsTheRest: false, indexer: undefined };

/**
 * The attention layers that a config describes. Latent attention is counted in its absorbed form, in which all heads read
 * the one cached vector: scores over the vector with its rotary part, values over the vector alone; `expanded` is its other
 * form. Norms and biases are left out.
 */
export function readAttention(config: ModelConfig, hidden: number, layers: number): readonly AttentionLayers[] {
  const perLayer =
    config.value('kv_lora_rank') === undefined
      ? multiHeadLayers(config, hidden, layers)
      : latentLayers(config, hidden, layers);
  return groupLayers(perLayer);
}

function latentLayers(config: ModelConfig, hidden: number, layers: number): readonly Layer[] {
  const heads = config.needed('num_attention_heads');
  const latent = config.needed('kv_lora_rank');
  const rotary = config.needed('qk_rope_head_dim');
  const nope = config.needed('qk_nope_head_dim');
  const value = config.needed('v_head_dim');
  const queryRank = config.size(1, 'q_lora_rank');
  const key = config.size(1, 'qk_head_dim');
  if (key !== undefined && key !== nope + rotary)
    config.refuse(`${quote('qk_head_dim')} is ${key}, but its two parts are ${nope} and ${rotary}; they must add up`);
  // Every head has a key of its own, made of the latent vector.
  config.pass('head_dim', 'num_key_value_heads');
  config.perLayer('layer_types', layers, ['full_attention']);

  const query = projection(hidden, heads * (nope + rotary), queryRank);
  const cached = latent + rotary;
  const expansion = heads * latent * (nope + value);
  const layer = {
    kind: 'latent',
    kvElements: cached,
    flopPerKvToken: 2 * heads * (cached + latent),
    queryHeads: heads,
    kvHeads: 1,
    projectionParameters: query + hidden * cached + expansion + heads * value * hidden,
    kvParameters: hidden * cached,
    narrowQueryParameters: hidden * (queryRank ?? 0),
  } as const;
  const expanded = { flopPerPair: 2 * heads * (nope + rotary + value), flopPerCachedToken: 2 * expansion };
  return selections(config, hidden, layers, queryRank).map((reading) => ({
    ...layer,
    // Each new token reads other selected tokens than the next: nothing is gained by expanding them.
    expanded: reading.readsAtMost === undefined ? expanded : undefined,
    ...reading,
  }));
}

/** DeepSeek sparse attention: an indexer over all tokens selects those that a layer reads. */
function selections(
  config: ModelConfig,
  hidden: number,
  layers: number,
  queryRank: number | undefined,
): readonly TokensRead[] {
  const selected = config.size(1, 'index_topk');
  if (selected === undefined) return Array.from({ length: layers }, () => everything);
  const heads = config.needed('index_n_heads');
  const elements = config.needed('index_head_dim');
  const indexer: TokenIndexer = {
    elements,
    flopPerToken: 2 * heads * elements,
    parameters: (queryRank ?? hidden) * heads * elements + hidden * (elements + heads),
  };
  config.pass('index_topk_freq', 'index_skip_topk_offset', 'index_topk_pattern', 'index_share_for_mtp_iteration');
  const types = config.perLayer('indexer_types', layers, ['full', 'shared']);
  if (!types && (config.size(1, 'index_topk_freq') ?? 1) > 1)
    config.refuse('`index_topk_freq` does not say which layers compute the indexer; add `indexer_types`');
  return Array.from({ length: layers }, (_, layer) => ({
    readsAtMost: selected,
    dropsTheRest: false,
    indexer: types?.[layer] === 'shared' ? undefined : indexer,
  }));
}

function multiHeadLayers(config: ModelConfig, hidden: number, layers: number): readonly Layer[] {
  const wide = allTokenHeads(config, hidden);
  const local = windowHeads(config, hidden);
  // Step-3 makes the queries of all heads from one narrow vector.
  const queryRank = config.size(1, 'share_q_dim');
  const keyIsValue = config.modelType === 'gemma4_text' && config.flag('attention_k_eq_v') === true;
  const blocks = blockSelections(config, hidden, layers);
  return readWindows(config, layers).map((window, layer): Layer => {
    const heads = window === undefined ? wide : local;
    const { query, keyValue, key, value } = heads;
    const kvParameters = hidden * keyValue * (keyIsValue && window === undefined ? key : key + value);
    const selection = blocks[layer] ?? everything;
    return {
      kind: 'multi-head',
      kvElements: keyValue * (key + value),
      flopPerKvToken: 2 * query * (key + value),
      expanded: undefined,
      queryHeads: query,
      kvHeads: keyValue,
      projectionParameters: projection(hidden, query * key, queryRank) + kvParameters + query * value * hidden,
      kvParameters,
      narrowQueryParameters: hidden * (queryRank ?? 0),
      ...(window === undefined ? selection : { readsAtMost: window, dropsTheRest: true, indexer: undefined }),
    };
  });
}

/** MiniMax-M3: an indexer with one key per token selects, for each KV head, the blocks that it reads. */
function blockSelections(config: ModelConfig, hidden: number, layers: number): readonly TokensRead[] {
  const sparse = config.modelType === 'minimax_m3' ? config.below('sparse_attention_config') : undefined;
  if (sparse?.flag('use_sparse_attention') !== true) return [];
  const isSparse = sparse.perLayer('sparse_attention_freq', layers, [0, 1]);
  if (!isSparse) return sparse.refuse('`sparse_attention_freq` is missing; it says which layers read selected blocks');
  const withoutValue = sparse.perLayer('sparse_disable_index_value', layers, [0, 1]);
  if (isSparse.some((on, layer) => on === 1 && withoutValue?.[layer] !== 1))
    sparse.refuse(
      '`sparse_disable_index_value` leaves the indexer a value in some layers; only an indexer without is known',
    );
  const heads = sparse.needed('sparse_num_index_heads');
  const elements = sparse.needed('sparse_index_dim');
  // The first and the nearest blocks are among the selected ones.
  const readsAtMost = sparse.needed('sparse_topk_blocks') * sparse.needed('sparse_block_size');
  sparse.pass('sparse_init_block', 'sparse_local_block', 'sparse_score_type');
  const [unknown] = sparse.unasked();
  if (unknown) sparse.refuse(`the meaning of ${quote(unknown)} in ${quote('sparse_attention_config')} is not known`);
  const indexer: TokenIndexer = {
    elements,
    flopPerToken: 2 * heads * elements,
    parameters: hidden * (heads + 1) * elements,
  };
  return isSparse.map((on) => (on === 1 ? { readsAtMost, dropsTheRest: false, indexer } : everything));
}

/** The heads of layers that attend to all tokens, or to those that an indexer selects. */
function allTokenHeads(config: ModelConfig, hidden: number): Heads {
  const query = config.needed('num_attention_heads');
  if (config.modelType === 'gemma4_text') {
    const keyValue = config.size(1, 'num_global_key_value_heads') ?? keyValueHeads(config, query);
    const key = config.size(1, 'global_head_dim') ?? keyElements(config, hidden, query);
    return checked(config, { query, keyValue, key, value: key });
  }
  return commonHeads(config, hidden, query);
}

/** The heads of layers with a window. */
function windowHeads(config: ModelConfig, hidden: number): Heads {
  const common = commonHeads(config, hidden, config.needed('num_attention_heads'));
  return checked(config, {
    query: config.size(1, 'swa_num_attention_heads') ?? common.query,
    keyValue: config.size(1, 'swa_num_key_value_heads') ?? common.keyValue,
    key: config.size(1, 'swa_head_dim') ?? common.key,
    value: config.size(1, 'swa_v_head_dim') ?? common.value,
  });
}

function commonHeads(config: ModelConfig, hidden: number, query: number): Heads {
  const key = keyElements(config, hidden, query);
  return checked(config, {
    query,
    keyValue: keyValueHeads(config, query),
    key,
    value: config.size(1, 'v_head_dim') ?? key,
  });
}

function keyValueHeads(config: ModelConfig, query: number): number {
  const stated = config.size(1, 'num_key_value_heads', 'num_attention_groups');
  if (stated !== undefined) return stated;
  // The first Llama models state none and have as many as query heads.
  if (config.modelType === 'llama') return query;
  return config.refuse('`num_key_value_heads` is missing; it must be a whole number from 1');
}

function keyElements(config: ModelConfig, hidden: number, query: number): number {
  const stated = config.size(1, 'head_dim');
  if (stated !== undefined) return stated;
  if (hidden % query === 0) return hidden / query;
  return config.refuse(
    `${quote('head_dim')} is missing, and ${quote('hidden_size')} ${hidden} is not a multiple of the ${query} heads`,
  );
}

function checked(config: ModelConfig, heads: Heads): Heads {
  if (heads.query % heads.keyValue !== 0)
    config.refuse(
      `${heads.query} query heads cannot share ${heads.keyValue} KV heads; ${quote('num_attention_heads')} must be a multiple`,
    );
  return heads;
}

/** Parameters of a projection of a hidden vector, straight or through a narrow vector. */
function projection(hidden: number, to: number, through: number | undefined): number {
  return through === undefined ? hidden * to : through * (hidden + to);
}
