/** How a number is stored or multiplied. */
export type Precision = 'bf16' | 'fp8' | 'int8' | 'fp4' | 'int4';

/** Layers that attend in the same way. Sizes are of one layer. */
export interface AttentionLayers {
  readonly layers: number;
  readonly kind: 'multi-head' | 'latent';
  /** Elements that one cached token takes: keys and values of all KV heads, or the latent vector with its rotary part. */
  readonly kvElements: number;
  /** FLOP per cached token that one request's new token attends to: scores and weighted values of all query heads. */
  readonly flopPerKvToken: number;
  /** How a prompt is computed at less FLOP per pair than that; undefined where it is not. */
  readonly expanded: ExpandedAttention | undefined;
  /** How many query heads there are, and keys that they share: 1 where all read one latent vector. */
  readonly queryHeads: number;
  readonly kvHeads: number;
  /** Parameters of all projections; a token costs twice as many FLOP. */
  readonly projectionParameters: number;
  /**
   * The part of them that makes keys and values or the latent vector; and a narrow vector from which all queries are
   * made.
   */
  readonly kvParameters: number;
  readonly narrowQueryParameters: number;
  /** Reads at most so many tokens of a request; undefined where it reads all. */
  readonly readsAtMost: number | undefined;
  /** Whether tokens beyond `readsAtMost` leave the cache (sliding window) or stay (selected tokens). */
  readonly dropsTheRest: boolean;
  /** What selects the tokens to read, over all cached tokens of a request; undefined where nothing does. */
  readonly indexer: TokenIndexer | undefined;
}

/** Latent attention over the keys and values of all heads, made from the latent vectors, in place of these themselves. */
export interface ExpandedAttention {
  /** FLOP of scores and weighted values, per pair of a new token and a token that it attends to. */
  readonly flopPerPair: number;
  /** Per token that was in the cache before: making its keys and values again. Those of new tokens are projections. */
  readonly flopPerCachedToken: number;
}

/** Cached elements and FLOP per cached token of an index, and the parameters of its projections; of one layer. */
export interface TokenIndexer {
  readonly elements: number;
  readonly flopPerToken: number;
  readonly parameters: number;
}

/** FFN layers of the same make. Sizes are of one layer. */
export interface FfnLayers {
  readonly layers: number;
  /** Routed experts; 0 in dense layers. */
  readonly experts: number;
  /** Routed experts per token; 0 in dense layers. */
  readonly perToken: number;
  /** Parameters of one routed expert; 0 in dense layers. */
  readonly expertParameters: number;
  /** Parameters that every token uses: the dense FFN, or the shared experts. */
  readonly alwaysParameters: number;
}

/** What the costs of a model follow from. */
export interface ModelShape {
  readonly id: string;
  /** Elements of one hidden vector. */
  readonly hidden: number;
  readonly attention: readonly AttentionLayers[];
  readonly ffn: readonly FfnLayers[];
  /** Parameters of embedding and output head, which the attention workers hold; the head is read once per step. */
  readonly embeddingParameters: number;
  readonly headParameters: number;
  /** The longest request that the model takes, prompt and answer together; undefined where its config does not say. */
  readonly contextTokens?: number | undefined;
  /** As published. */
  readonly precision: {
    readonly attention: Precision;
    readonly experts: Precision;
    /** Dense FFN layers and shared experts. */
    readonly alwaysFfn: Precision;
    readonly kvCache: Precision;
  };
  /** Where the numbers come from, in a few words. */
  readonly source: string;
  /** What is left out or approximated, each a sentence without its full stop. */
  readonly notes: readonly string[];
}
