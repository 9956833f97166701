/** The ways of serving that are compared. */
export const strategyNames = ['aggregated', 'prefill-decode', 'aggregated-afd', 'prefill-decode-afd'] as const;
export type StrategyName = (typeof strategyNames)[number];

/** Which strategies split attention from FFN. */
export function usesAfd(strategy: StrategyName): boolean {
  return strategy === 'aggregated-afd' || strategy === 'prefill-decode-afd';
}

/** What keeps an option from more throughput, or from being feasible at all. */
export type BindingConstraint =
  | 'memory'
  | 'ttft'
  | 'tpot'
  | 'prefill'
  | 'attention'
  | 'ffn'
  | 'communication'
  | 'pipeline';

/**
 * Workers that step together. `withoutAfd`: each device does attention and FFN (data-parallel ranks, wide expert
 * parallelism).
 */
export type Group =
  | { readonly kind: 'withoutAfd'; readonly ranks: number; readonly tensorParallel: number }
  | {
      readonly kind: 'afd';
      readonly attentionRanks: number;
      readonly tensorParallel: number;
      readonly ffnWorkers: number;
      /** FFN workers that slice the FFN of a model without routed experts among them. Absent: each has all of it. */
      readonly ffnSlices?: number | undefined;
    };

/** How many groups of which make serve a phase, and with what. */
export interface GroupUse {
  readonly serves: 'both' | 'prefill' | 'decode';
  readonly groups: number;
  readonly group: Group;
  /** Decoding requests of a rank per microbatch; 0 where it only prefills. */
  readonly batchSize: number;
  /** In flight; without AFD 2 means that one computes while the other communicates. */
  readonly microbatches: number;
  /** Prompt tokens of a rank in a step that has some; 0 where it only decodes. */
  readonly chunk: number;
  /** Bytes on the fullest device of either role, its engine's reserve included; and how many it has. */
  readonly attentionBytes: number;
  readonly ffnBytes: number;
  readonly capacityBytes: number;
}

/** One way of serving and what it gives. Times in seconds, means over requests; throughput in output tokens per second. */
export interface ServingPoint {
  readonly uses: readonly GroupUse[];
  /** Devices that the groups use, of all there are. */
  readonly devicesUsed: number;
  readonly throughput: number;
  readonly tokensPerSecondPerUser: number;
  readonly ttft: number;
  readonly tpot: number;
  /** Requests in the system, by Little's law: their rate times the time each is there. */
  readonly concurrency: number;
}

/**
 * The best that one strategy makes of the devices under the objectives; or the nearest to them, where it meets them
 * nowhere.
 */
export interface StrategyOption {
  readonly strategy: StrategyName;
  readonly feasible: boolean;
  readonly bindingConstraint: BindingConstraint;
  /** Undefined where it fits in no memory. */
  readonly point: ServingPoint | undefined;
  /** No other point of the strategy has both more throughput and more tokens per second per user; TTFT objective kept. */
  readonly frontier: readonly ServingPoint[];
}

/** `infeasible`: no strategy keeps the objectives, or fits in memory. */
export type Verdict = 'required' | 'pays' | 'nearTie' | 'doesNotPay' | 'infeasible' | 'unknown';

/** What a verdict rests on, beside its options and its gain. Wording comes elsewhere. */
export type VerdictReason =
  /** There is no objective on TPOT, without which more requests at a time are always better. */
  | 'noTpotObjective'
  /** Only AFD fits in memory, and it misses the objectives. */
  | 'afdMissesObjectives'
  /** Only AFD, or only the others, keep the objectives at the predicted times; within the errors that may change. */
  | 'onlyAfdByLessThanError'
  | 'onlyOthersByLessThanError'
  /** Within the errors of the stage times the gain may be a loss, or the loss a gain. */
  | 'gapBelowError'
  /** Nothing of the stage times is measured: a difference by them decides nothing. */
  | 'uncalibrated'
  /** Against a baseline that computes and communicates by turns the loss would be a gain. */
  | 'turnsWithoutOverlap'
  /** A gain below 2 %, or a loss of less than 5 % of what the others give. */
  | 'gapBelowThreshold'
  /** At some of the errors only AFD, only the others, or none keep the objectives; the gain's extremes leave these out. */
  | 'onlyAfdWithinErrors'
  | 'onlyOthersWithinErrors'
  | 'noneWithinErrors'
  /** Nothing keeps the objectives at the predicted times; at some of the errors something does. */
  | 'feasibleWithinErrors'
  /** Nothing fits in memory. */
  | 'nothingFits';

export interface Comparison {
  readonly verdict: Verdict;
  readonly reasons: readonly VerdictReason[];
  /** What the others do not keep, where AFD is `required`. */
  readonly requiredFor: 'memory' | 'objectives' | undefined;
  /** In the order of `strategyNames`. */
  readonly options: readonly StrategyOption[];
  /**
   * Throughput of the best AFD option over that of the best other one, less 1, with its band. Undefined where one of them is
   * infeasible.
   */
  readonly gain: Gain | undefined;
}

/** What the gain of AFD may turn on: errors that all options share, and those that each has of its own. */
export const gainSources = [
  'workload',
  'attention',
  'ffn',
  'communication',
  'prefill',
  'overlap',
  'expertBalance',
  'transfers',
  'stepTimes',
] as const;

export type GainSource = (typeof gainSources)[number];

export interface Gain {
  /** Over a baseline that communicates while it computes, as far as two microbatches allow. */
  readonly gain: number;
  /** Over one that does not; undefined where it then keeps the objectives nowhere. */
  readonly withoutOverlap?: number | undefined;
  /** The ends of the band that holds 90 % of the plausible worlds in which both keep the objectives. */
  readonly low: number;
  readonly high: number;
  /** The share of the plausible worlds, of those in which something keeps the objectives, in which AFD gives more. */
  readonly chanceBetter: number;
  /** What the gain follows most over these worlds; undefined where nothing stands out. */
  readonly mostOfBand?: GainSource | undefined;
}
