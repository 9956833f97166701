import type { LatencyProfile } from '../../latency/latency-profile';
import type { Pools } from '../../provisioning/cycle/operating-point';
import type { SchedulingStudy } from '../../scheduling/study';
import type { TraceSummary } from '../../workload/trace-summary';

/** A study of request orders and what it rests on, for the output formats. */
export interface ScheduleReport {
  /** As the user named it. */
  readonly file: string;
  readonly summary: TraceSummary;
  /** Requests of the trace that were taken: all, or its first ones. */
  readonly taken: number;
  /** True where the taken are not all because of the command's own limit. */
  readonly cutByLimit: boolean;
  /** How many of the requests taken state no arrival and are left out online. */
  readonly withoutArrival: number;
  /** Tokens of the largest request that was taken, and of the largest that fits the cache. */
  readonly largest: number;
  readonly largestAdmitted: number;
  readonly study: SchedulingStudy;
  /** What a step takes; undefined where nobody says. */
  readonly step: StepFacts | undefined;
  readonly predictionNoise: number;
  readonly ageingSteps: number | undefined;
  readonly seed: number;
}

export type StepFacts =
  | { readonly kind: 'time'; readonly seconds: number }
  | {
      readonly kind: 'profile';
      readonly profile: LatencyProfile;
      readonly pools: Pools;
      readonly microbatches: number;
      /** Seconds of a step at the mean load, by which arrivals are counted in steps; undefined in a burst. */
      readonly meanSeconds: number | undefined;
    };
