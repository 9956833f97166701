import type { Pools, SlotLoad } from '../provisioning/cycle/operating-point';
import type { InputErrors } from '../uncertainty/input-errors';
import type { ServingCosts } from './serving-costs';

/** What is asked: the best that each strategy makes of so many devices. Plain data, so that another thread may answer. */
export interface StrategyQuestion {
  readonly devices: number;
  readonly costs: ServingCosts;
  readonly workload: ServedWorkload;
  /** Longest mean times in seconds; undefined where nothing is asked. */
  readonly objectives: { readonly ttft: number | undefined; readonly tpot: number | undefined };
  /** Rows of the mean expert device over those of the busiest, above 0 and at most 1. */
  readonly expertBalance: number;
  /** Numbers of microbatches that the AFD options may have in flight. */
  readonly microbatches: readonly number[];
  /** Devices of the largest group that does without AFD, where an engine or a habit limits it. Absent: all. */
  readonly largestGroupWithoutAfd?: number | undefined;
  /** The AFD bundle as configured; undefined where it is not known. */
  readonly configured: { readonly pools: Pools; readonly batchSize: number; readonly microbatches: number } | undefined;
  /** Whether the stage times of decoding were measured, on this device or by somebody who published them. */
  readonly calibrated: boolean;
  /**
   * Errors of the stage times as shares. `prefill`: of what tokens of prompts add to them, besides; 0 where both are
   * derived in the same way, so that they are off together.
   */
  readonly relativeError: {
    readonly attention: number;
    readonly communication: number;
    readonly ffn: number;
    readonly prefill: number;
  };
  /** What else may be off. */
  readonly errors: Pick<InputErrors, 'theta' | 'slopes' | 'together'> & { readonly own: OwnErrors };
}

/** What one option may have and another not. */
export interface OwnErrors {
  /** The share of its rows that the busiest expert device may have beyond the mean's: at 0.2 the mean may have 0.8 of them. */
  readonly expertBalance: number;
  /** Factors of the time that its transfers take. */
  readonly transfers: ByKind<Range>;
  /** Seconds that a step of the FFN may take besides, at most. */
  readonly stepSeconds: ByKind<number>;
}

/** The ends of what is plausible. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Of groups without AFD, and of those with it. */
interface ByKind<T> {
  readonly withoutAfd: T;
  readonly afd: T;
}

/** Means over requests, in tokens. */
export interface ServedWorkload {
  /** P: tokens of a request's context before it decodes, those found in a prefix cache included. */
  readonly prefill: number;
  /** The tokens of P found in a prefix cache, wherever the request is served. */
  readonly cachedPrefill: number;
  /** D: decode steps. */
  readonly decode: number;
  readonly load: SlotLoad;
}
