import type { IdleShares } from '../cycle/idle';
import type { OperatingPoint, Pools, Regime } from '../cycle/operating-point';
import type { MemoryModel } from '../memory/memory';
import type { AttentionFit, FfnFit } from '../memory/memory-fit';
import type { Objectives } from '../optimum/objectives';
import type { PoolLimits } from '../optimum/pool-limits';

/** What to do with so many workers: everything that a plan may choose, and what it must keep to. */
export interface PlanQuestion {
  /** Its batch size and microbatches are what is chosen. */
  readonly point: Pick<OperatingPoint, 'load' | 'latency' | 'sharing'>;
  /** N, workers of either kind together; those that no bundle uses are idle. */
  readonly workers: number;
  readonly limits: Omit<PoolLimits, 'maxCycleTime'>;
  /** Every pool of every bundle is a multiple of this, beside the steps of `limits`. Default: 1. */
  readonly nodeSize?: number | undefined;
  /** Numbers of microbatches to choose from. */
  readonly microbatches: readonly number[];
  /** Whole batch sizes to choose from, both ends included. Nothing else may bound them, so there is no default. */
  readonly batchSizes: { readonly low: number; readonly high: number };
  readonly memory?: MemoryModel | undefined;
  /** Tokens of the largest request that must be served. */
  readonly largestRequest?: number | undefined;
  readonly objectives?: Objectives | undefined;
  /** How many choices to return. Default: 10. */
  readonly most?: number | undefined;
}

/** What keeps a choice from a larger batch. */
export type BatchLimit = 'range' | 'attention memory' | 'ffn memory' | 'objective';

/**
 * One way in which a choice is behind another; `loss` is the fraction of throughput per cost that it alone takes. The
 * losses and what the choice does better make up the whole: 1 - loss is their product.
 */
export type PlanReason =
  | { readonly kind: 'unused workers'; readonly loss: number; readonly unused: number }
  /** A larger share of the workers that are used serves FFN, so fewer hold requests. */
  | { readonly kind: 'fewer attention workers'; readonly loss: number; readonly attention: number }
  /** A cycle serves fewer requests, and is not as much shorter. */
  | {
      readonly kind: 'smaller batch';
      readonly loss: number;
      readonly batchSize: number;
      readonly limitedBy: BatchLimit;
    }
  /** A cycle of no fewer requests per worker takes longer for each; `stage` sets it. */
  | { readonly kind: 'longer cycle'; readonly loss: number; readonly stage: Regime; readonly cycleTime: number }
  | { readonly kind: 'dearer workers'; readonly loss: number };

/** Identical bundles, how each is run, and what comes of it. Times in the profile's unit. */
export interface PlanChoice {
  readonly pools: Pools;
  readonly bundles: number;
  readonly microbatches: number;
  /** The largest that is allowed: with everything else held, throughput rises with B. */
  readonly batchSize: number;
  readonly limitedBy: BatchLimit;
  /** Workers that no bundle uses. */
  readonly unused: number;
  /** Tokens per time of all bundles together. */
  readonly throughput: number;
  /** The objective: throughput per worker of all N; with instance costs, per unit of cost of all N. */
  readonly perCost: number;
  readonly cycleTime: number;
  readonly tpot: number;
  readonly regime: Regime;
  readonly idle: IdleShares;
  readonly memory: { readonly attention: AttentionFit; readonly ffn: FfnFit } | undefined;
  /** How much less `perCost` is than the first choice's, as a fraction; 0 for the first. */
  readonly loss: number;
  /** Why it loses to the first, the main reason first; empty for the first. */
  readonly reasons: readonly PlanReason[];
}

/** The best choices, best first; or what leaves none: without it there would be some. */
export type PlanOutcome =
  | { readonly kind: 'choices'; readonly choices: readonly PlanChoice[] }
  | { readonly kind: 'none'; readonly why: 'pools' | 'memory' | 'objective' };
