import type { AttentionLine, CommunicationLine, FfnLine, Routing } from '../provisioning/cycle/operating-point';
import type { AttentionMemory, FfnMemory } from '../provisioning/memory/memory';

/** What serving a model on devices of one kind costs, in both phases. Times in seconds, through all layers. */
export interface ServingCosts {
  /** The sizes of an attention rank that can be chosen, ascending; the first is one device. */
  readonly ranks: readonly RankCosts[];
  readonly ffn: FfnCosts;
  readonly traffic: Traffic;
  /** Measured, and used for decoding in place of what `traffic` gives; undefined where it is derived. */
  readonly communication: CommunicationLine | undefined;
  /**
   * KV bytes of one token, on all devices of a rank together and in layers with a window, too: what goes from prefill
   * to decode.
   */
  readonly kvBytesPerToken: number;
}

/** An attention rank: `tensorParallel` devices of one scale-up domain that do the attention of the same requests. */
export interface RankCosts {
  readonly tensorParallel: number;
  /**
   * A decode step: as of an attention worker. `beta` holds what any step takes: reading weights, launches, all-reduce
   * hops.
   */
  readonly decode: AttentionLine;
  readonly prefill: PrefillAttention;
  /** On each device of the rank. */
  readonly memory: AttentionMemory;
}

/** What tokens of prompts add to a step of a rank. */
export interface PrefillAttention {
  /** Seconds for each new token: projections. */
  readonly perToken: number;
  /** What each adds is added up. */
  readonly pairs: readonly PrefillPairs[];
}

/** What attention costs for each pair of a new token and a token that it attends to, itself included. */
export interface PrefillPairs {
  readonly perPair: number;
  /** How many tokens a new token attends to at most. */
  readonly readsAtMost: number | undefined;
  /**
   * Another way, of which a request takes the shorter in each step: less per pair, and something for each of its tokens that
   * was in the cache before the step. Undefined where there is none.
   */
  readonly expanded: { readonly perPair: number; readonly perCachedToken: number } | undefined;
}

/** The FFN stage of one device. */
export interface FfnCosts {
  /** `alpha` is of a decoding row, `beta` of any step. */
  readonly line: FfnLine;
  /** Seconds of a row that is a token of a prompt. */
  readonly prefillPerRow: number;
  /** The part of the line's `beta` that reading `memory.ownWeights` takes. Absent: these weights cannot be sliced. */
  readonly ownReadTime?: number | undefined;
  readonly memory: FfnMemory;
}

/** What goes over the network between attention and FFN, whether or not they are on the same devices. */
export interface Traffic {
  /** Bytes of one row, to one destination, through all layers. */
  readonly dispatchBytesPerRow: number;
  readonly combineBytesPerRow: number;
  /** Transfers one after the other in a step: two per layer. */
  readonly hopsPerStep: number;
  readonly hopSeconds: number;
  /** Undefined for a model without routed experts. */
  readonly routing: Routing | undefined;
  /** Bytes per second one way of one device, as far as they are reached, and devices of one domain. */
  readonly scaleUp: { readonly bytesPerSecond: number; readonly devices: number } | undefined;
  readonly scaleOut: { readonly bytesPerSecond: number } | undefined;
}
