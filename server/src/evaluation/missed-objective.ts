import { isCalibratedFor, type LatencyProfile } from '../latency/latency-profile';
import { withinCycleTime } from '../provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { type NearestFeasible, nearestFeasible, type ObjectiveName } from '../provisioning/optimum/objectives';
import { certainShare, pointsIn, type World } from '../uncertainty/world';
import { attentionLimitsOf, type SizingLimits } from './sizing-limits';

/** An objective that the configured pools are slower than. */
export interface MissedObjective {
  readonly name: ObjectiveName;
  /** Longest allowed step of a request, m E[tau], in the profile's unit. */
  readonly limit: number;
  /** True when it is missed in at least 95 % of the plausible worlds. */
  readonly certain: boolean;
  /** What would keep it; undefined where the profile does not hold there. */
  readonly nearest: Exclude<NearestFeasible, { readonly kind: 'kept' }> | undefined;
}

/** The objective that the configured pools miss, as far as it can be checked; undefined where they keep it. */
export function missedObjective(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  profile: Pick<LatencyProfile, 'ranges'>,
  limits: SizingLimits,
  worlds: readonly World[],
): MissedObjective | undefined {
  const { boundBy, maxCycleTime } = limits;
  if (boundBy === undefined || maxCycleTime === undefined || point.microbatches === undefined) return undefined;
  if (withinCycleTime(point, pools, form, maxCycleTime)) return undefined;
  const missing = pointsIn(worlds, point).filter((at) => !withinCycleTime(at, pools, form, maxCycleTime));
  const nearest = nearestFeasible(point, pools, form, { ...attentionLimitsOf(limits, pools.ffn), maxCycleTime });
  const holds = nearest.kind === 'change' && isCalibratedFor(profile, nearest.batchSize, point.load.theta);
  return {
    name: boundBy,
    limit: maxCycleTime * point.microbatches,
    certain: missing.length >= certainShare * worlds.length,
    nearest: nearest.kind === 'infeasible' || holds ? nearest : undefined,
  };
}
