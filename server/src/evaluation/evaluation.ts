import type { LatencyProfile, NumberRange } from '../latency/latency-profile';
import type { AnswerForm, OperatingPoint, Pools, Regime } from '../provisioning/cycle/operating-point';
import type { StageTimes } from '../provisioning/cycle/stage-times';
import type { Untested } from '../provisioning/cycle/tested-range';
import type { MeanFieldOptimum } from '../provisioning/optimum/mean-field-optimum';
import type { Recommendation } from '../uncertainty/recommendation';
import type { World } from '../uncertainty/world';
import type { WorkloadEstimate } from '../workload/workload-estimate';
import type { Hardware } from './hardware';
import type { ProfileState, TraceState, WorkloadOrigin } from './inputs';
import type { MemoryUse } from './memory-use';
import type { MissedObjective } from './missed-objective';
import type { MissingInput } from './missing-input';
import type { SizingLimits } from './sizing-limits';
import type { StrategyStanding } from './strategy-standing';

/** Everything the theory says about one configured deployment. Times in the profile's unit. */
export interface Sizing {
  readonly point: OperatingPoint;
  readonly pools: Pools;
  readonly form: AnswerForm;
  /** What point and profile may be like within their errors; everything with a band rests on them. */
  readonly worlds: readonly World[];
  /** What a recommendation respects. */
  readonly limits: SizingLimits;
  readonly stageTimes: StageTimes;
  readonly regime: Regime;
  readonly cycleTime: number;
  readonly throughput: number;
  readonly idle: { readonly attention: number; readonly ffn: number };
  readonly tpot: number | undefined;
  readonly meanField: MeanFieldOptimum;
  /** Best attention count for the configured FFN pool, with the barrier; undefined where nu is unknown. */
  readonly barrier: Pools | undefined;
  /** The pipeline-aware optimum, with the configured microbatches; undefined where these are not given. */
  readonly pipeline: Pools | undefined;
  readonly recommendations: readonly Recommendation[];
  /** The alternative that judges the configured pools; undefined when none is better. */
  readonly best: Recommendation | undefined;
  /** The pools of `best`, or the configured ones. */
  readonly optimum: Pools;
  /** What keeps the recommendation from going further; undefined when nothing does. */
  readonly limitedBy: 'calibrated range' | 'TPOT objective' | 'TTFT objective' | 'engine' | 'memory' | undefined;
  readonly misSized: boolean;
  /** How the deployment lies outside the range where the theory was compared with simulations; empty inside. */
  readonly untested: readonly Untested[];
  /** Which threshold keeps a better alternative from being reported as a finding; undefined when none does. */
  readonly quiet: { readonly why: 'low gain' | 'near ratio'; readonly limit: number } | undefined;
  /** The objective that the configured pools are slower than, as far as it can be checked. */
  readonly missedObjective: MissedObjective | undefined;
}

/** A configured value outside the range where the profile was calibrated. */
export interface OutOfRange {
  readonly what: 'ratio' | 'batch size' | 'token load';
  readonly value: number;
  readonly calibrated: NumberRange;
  /** Best pools inside the range, when only the ratio is outside. */
  readonly bestInside: Pools | undefined;
}

/** Theta is only an interval: the optima at its two ends, at the configured FFN pool. */
export interface IntervalSizing {
  readonly low: Pools;
  readonly high: Pools;
}

export interface Evaluation {
  readonly status: 'evaluated' | 'partial' | 'notEvaluated';
  readonly loading: boolean;
  readonly missing: readonly MissingInput[];
  /** State of the referenced trace and profile; undefined where the manifest refers to none. */
  readonly traceState: TraceState | undefined;
  readonly profileState: ProfileState | undefined;
  /** Why the `statistics` block is not usable, and the key to blame. */
  readonly statisticsError: { readonly message: string; readonly key: string | undefined } | undefined;
  readonly workload: { readonly origin: WorkloadOrigin; readonly estimate: WorkloadEstimate } | undefined;
  /** The profile that is named, or else the roofline of the model on the devices that are. */
  readonly profile: LatencyProfile | undefined;
  /** Undefined where no device is named. */
  readonly hardware: Hardware | undefined;
  readonly memory: MemoryUse | undefined;
  readonly outOfRange: readonly OutOfRange[];
  readonly interval: IntervalSizing | undefined;
  readonly sizing: Sizing | undefined;
  readonly strategy: StrategyStanding;
}
