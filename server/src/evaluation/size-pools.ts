import type { LatencyProfile } from '../latency/latency-profile';
import { cycleTime } from '../provisioning/cycle/cycle-time';
import { idleShares } from '../provisioning/cycle/idle';
import {
  type AnswerForm,
  mostSpecificForm,
  type OperatingPoint,
  type Pools,
} from '../provisioning/cycle/operating-point';
import { regime } from '../provisioning/cycle/regime';
import { stageTimes } from '../provisioning/cycle/stage-times';
import { outsideTestedRange } from '../provisioning/cycle/tested-range';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { timePerOutputToken } from '../provisioning/cycle/tpot';
import { bestAttentionCount } from '../provisioning/optimum/best-attention-count';
import { meanFieldOptimum } from '../provisioning/optimum/mean-field-optimum';
import { engineAccepts, type PoolLimits } from '../provisioning/optimum/pool-limits';
import { type Recommendation, recommend } from '../uncertainty/recommendation';
import { givenWorld, type World } from '../uncertainty/world';
import type { OutOfRange, Sizing } from './evaluation';
import type { Thresholds } from './inputs';
import { missedObjective } from './missed-objective';
import { attentionLimitsOf, type SizingLimits } from './sizing-limits';

/** Configured values outside the profile's calibrated ranges. */
export function outOfRange(
  point: OperatingPoint,
  pools: Pools,
  profile: LatencyProfile,
  limits: PoolLimits,
): readonly OutOfRange[] {
  const { ratio, batchSize, tokenLoad } = profile.ranges;
  const values = [
    ['batch size', point.batchSize, batchSize],
    ['token load', point.batchSize * point.load.theta, tokenLoad],
    ['ratio', pools.attention / pools.ffn, ratio],
  ] as const;
  const outside = values.flatMap(([what, value, calibrated]) =>
    calibrated && (value < calibrated.low || value > calibrated.high) ? [{ what, value, calibrated }] : [],
  );
  const onlyRatio = outside.length === 1 && outside[0]!.what === 'ratio';
  const best = onlyRatio
    ? bestAttentionCount(point, pools.ffn, mostSpecificForm(point), attentionLimitsOf(limits, pools.ffn))
    : undefined;
  return outside.map((entry) => ({
    ...entry,
    bestInside: best === undefined ? undefined : { attention: best, ffn: pools.ffn },
  }));
}

/** The theory's full answer for configured pools, with the most specific form the facts allow. */
export function sizePools(
  point: OperatingPoint,
  pools: Pools,
  profile: LatencyProfile,
  limits: SizingLimits,
  worlds: readonly World[],
  thresholds: Thresholds,
): Sizing {
  const form = mostSpecificForm(point);
  const within = attentionLimitsOf(limits, pools.ffn);
  const bestFor = (other: AnswerForm): Pools | undefined => {
    const attention = bestAttentionCount(point, pools.ffn, other, within);
    return attention === undefined ? undefined : { attention, ffn: pools.ffn };
  };
  const recommendations = recommend(point, pools, form, limits, worlds);
  const [best] = recommendations;
  const optimum = best?.pools ?? pools;
  const offBy = Math.abs(pools.attention / pools.ffn / (optimum.attention / optimum.ffn) - 1);
  const untested = outsideTestedRange(point);
  const quiet = quietReason(best, offBy, thresholds);
  return {
    point,
    pools,
    form,
    worlds,
    limits,
    stageTimes: stageTimes(point, pools),
    regime: regime(point, pools, form),
    cycleTime: cycleTime(point, pools, form),
    throughput: throughputPerInstance(point, pools, form),
    idle: idleShares(point, pools, form),
    tpot: timePerOutputToken(point, pools, form),
    meanField: meanFieldOptimum(point, pools),
    barrier: point.load.nu === undefined ? undefined : bestFor('barrier'),
    pipeline: form === 'pipeline' ? bestFor('pipeline') : undefined,
    recommendations,
    best,
    optimum,
    limitedBy: limitOf(point, optimum, form, profile, limits),
    missedObjective: missedObjective(point, pools, form, profile, limits, worlds),
    misSized: best !== undefined && quiet === undefined,
    untested,
    quiet,
  };
}

function quietReason(best: Recommendation | undefined, offBy: number, thresholds: Thresholds): Sizing['quiet'] {
  const { ratioTolerance, minGain } = thresholds;
  if (best === undefined) return undefined;
  if (offBy <= ratioTolerance) return { why: 'near ratio', limit: ratioTolerance };
  return best.gainLow >= minGain ? undefined : { why: 'low gain', limit: minGain };
}

/** What the optimum runs into: with one more step of attention workers, or with pools that engine or memory refuse, it would be better. */
function limitOf(
  point: OperatingPoint,
  optimum: Pools,
  form: AnswerForm,
  profile: LatencyProfile,
  limits: SizingLimits,
): Sizing['limitedBy'] {
  const { step } = attentionLimitsOf(limits, optimum.ffn);
  const next = { ...optimum, attention: optimum.attention + step };
  if (throughputPerInstance(point, next, form) > throughputPerInstance(point, optimum, form)) {
    const { high } = profile.ranges.ratio ?? { high: Number.POSITIVE_INFINITY };
    if (next.attention / next.ffn > high) return 'calibrated range';
    if (limits.boundBy && cycleTime(point, next, form) > limits.maxCycleTime!) {
      return limits.boundBy === 'tpot' ? 'TPOT objective' : 'TTFT objective';
    }
  }
  const { engine, ffnHolds } = limits;
  const least = throughputPerInstance(point, optimum, form) * (1 + leastForbiddenGain);
  const forbidsBetter = (free: OperatingPoint, without: PoolLimits, allows: (pools: Pools) => boolean): boolean => {
    const [best] = recommend(free, optimum, form, without, [givenWorld]);
    return best !== undefined && !allows(best.pools) && throughputPerInstance(free, best.pools, form) > least;
  };
  // Rows would be shared evenly.
  const evenly = { ...point, sharing: undefined };
  if (engine && forbidsBetter(evenly, { ...limits, engine: undefined }, (pools) => engineAccepts(engine, pools)))
    return 'engine';
  return ffnHolds && forbidsBetter(point, { ...limits, ffnHolds: undefined }, ffnHolds) ? 'memory' : undefined;
}

/** A gain below this is not worth a word about what forbids it. */
const leastForbiddenGain = 0.002;
