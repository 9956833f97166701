/** What the memories of the workers have to hold, in bytes. */
export interface MemoryModel {
  readonly attention: AttentionMemory;
  readonly ffn: FfnMemory;
}

/** Memory of one attention worker, in bytes. */
export interface AttentionMemory {
  readonly capacity: number;
  /** What the engine needs besides: its runtime, graphs and buffers. */
  readonly reserve: number;
  readonly weights: number;
  /** KV cache per token of a request's load. */
  readonly kvPerToken: number;
  /** KV cache of layers that keep at most so many tokens of each request: per token kept. */
  readonly capped: readonly { readonly perToken: number; readonly tokens: number }[];
}

/** Memory of one FFN worker, in bytes. */
export interface FfnMemory {
  readonly capacity: number;
  readonly reserve: number;
  /** Weights that each FFN worker holds. */
  readonly ownWeights: number;
  /** Weights of routed experts, which the FFN workers of a bundle share out among them. */
  readonly sharedWeights: number;
  /** E, the whole parts that they are shared out in; undefined or absent where they divide evenly. */
  readonly experts?: number | undefined;
  /** Activations per row of its batch. */
  readonly perRow: number;
}
