import type { LatencyProfile } from '../latency/latency-profile';
import type { Deployment, Pool, Topology } from '../manifest/deployment';
import type { FfnSharing } from '../provisioning/cycle/operating-point';
import { leastCommonMultiple } from '../provisioning/mathematics/least-common-multiple';
import { cycleTimeBound, type ObjectiveName, type Objectives } from '../provisioning/optimum/objectives';
import { attentionLimits, type PoolLimits } from '../provisioning/optimum/pool-limits';
import { secondsPerUnit, type TimeUnit } from '../text/format';

/** Largest pool that is ever recommended; beyond it the batch size, not the ratio, is the question. */
const maxWorkers = 16_384;

/** Numbers of microbatches to choose from where neither the engine nor the reader limits them. */
export const usualMicrobatches = [1, 2, 3, 4] as const;

/**
 * What a recommendation must respect: the counting units of each pool, the calibrated ratios, the objectives (in
 * seconds), and what the engine accepts.
 */
export function poolLimits(
  {
    attention,
    ffn,
    topology,
  }: { readonly attention: Pool; readonly ffn: Pool; readonly topology: Topology | undefined },
  profile: LatencyProfile,
  microbatches: number | undefined,
  objectives: Objectives,
): SizingLimits {
  const bound = cycleTimeBound(inUnit(objectives, profile.timeUnit), microbatches);
  return {
    attentionStep: stepOf(attention),
    ffnStep: stepOf(ffn),
    maxWorkers,
    minRatio: profile.ranges.ratio?.low,
    maxRatio: profile.ranges.ratio?.high,
    maxCycleTime: bound?.maxCycleTime,
    boundBy: bound?.from,
    engine: topology && {
      attentionAtLeastFfn: topology.attentionAtLeastFfn,
      attentionAtMostFfn: topology.attentionAtMostFfn,
      // Among the counts that one FFN worker serves in whole workers a multiple is the best, and has one maximum.
      attentionMultipleOfFfn: topology.attentionMultipleOfFfn || topology.wholeWorkersPerFfn,
      ffnDivides: topology.ffnDivides,
    },
  };
}

/** The objectives of a deployment, in seconds. */
export function objectivesOf({
  tpotSeconds,
  ttftSeconds,
}: Pick<Deployment, 'tpotSeconds' | 'ttftSeconds'>): Objectives {
  return { tpot: tpotSeconds?.value, ttft: ttftSeconds?.value };
}

/** Objectives in seconds as objectives in a profile's unit; none where the length of the unit is unknown. */
export function inUnit({ tpot, ttft }: Objectives, timeUnit: TimeUnit): Objectives {
  const unit = secondsPerUnit(timeUnit);
  if (unit === undefined) return {};
  return { tpot: tpot && tpot / unit, ttft: ttft && ttft / unit };
}

/** How the FFN workers of the engine share the rows. */
export function sharingOf(topology: Topology | undefined): FfnSharing {
  return topology?.wholeWorkersPerFfn ? 'whole workers' : 'even';
}

/**
 * The limits on the attention count beside the configured FFN pool, which is judged even where its memory does not hold
 * what any attention count puts on it.
 */
export function attentionLimitsOf(limits: PoolLimits, ffn: number): ReturnType<typeof attentionLimits> {
  const holdsSome = limits.ffnHolds?.({ attention: limits.attentionStep, ffn }) ?? true;
  return attentionLimits(holdsSome ? limits : { ...limits, ffnHolds: undefined }, ffn);
}

/** Pool limits, and what bounds their cycle time. */
export interface SizingLimits extends PoolLimits {
  readonly boundBy?: ObjectiveName | undefined;
}

/** Workers by which a pool can grow, so that every place that states its size can. */
export function stepOf({ factor, copies }: Pool): number {
  return copies.reduce((step, copy) => leastCommonMultiple(step, copy.factor), factor);
}
