import type { LatencyProfile } from '../latency/latency-profile';
import type { Pool, Topology } from '../manifest/deployment';
import { mostSpecificForm } from '../provisioning/answer-form';
import { bestAttentionCount } from '../provisioning/best-attention-count';
import { cycleTime, withinCycleTime } from '../provisioning/cycle-time';
import { attentionBand } from '../provisioning/flat-band';
import type { GainUncertainty } from '../provisioning/gain-band';
import { idleShares } from '../provisioning/idle';
import { leastCommonMultiple } from '../provisioning/least-common-multiple';
import { meanFieldOptimum } from '../provisioning/mean-field-optimum';
import { cycleTimeBound } from '../provisioning/objectives';
import type { AnswerForm, OperatingPoint, Pools } from '../provisioning/operating-point';
import { attentionLimits, engineAccepts, type PoolLimits } from '../provisioning/pool-limits';
import { type Recommendation, recommend } from '../provisioning/recommendation';
import { regime } from '../provisioning/regime';
import { stageTimes } from '../provisioning/stage-times';
import { outsideTestedRange } from '../provisioning/tested-range';
import { throughputPerInstance } from '../provisioning/throughput';
import { timePerOutputToken } from '../provisioning/tpot';
import { secondsPerUnit } from '../text/format';
import type { OutOfRange, Sizing } from './evaluation';
import type { Thresholds } from './inputs';

/** Largest pool that is ever recommended; beyond it the batch size, not the ratio, is the question. */
const maxWorkers = 16_384;

/**
 * What a recommendation must respect: the counting units of each pool, the calibrated ratios, the TPOT objective, and
 * what the engine accepts.
 */
export function poolLimits(
  {
    attention,
    ffn,
    topology,
  }: { readonly attention: Pool; readonly ffn: Pool; readonly topology: Topology | undefined },
  profile: LatencyProfile,
  microbatches: number | undefined,
  tpotSeconds: number | undefined,
): PoolLimits {
  const unit = secondsPerUnit(profile.timeUnit);
  const tpot = tpotSeconds !== undefined && unit !== undefined ? tpotSeconds / unit : undefined;
  return {
    attentionStep: stepOf(attention),
    ffnStep: stepOf(ffn),
    maxWorkers,
    minRatio: profile.ranges.ratio?.low,
    maxRatio: profile.ranges.ratio?.high,
    maxCycleTime: cycleTimeBound({ tpot }, microbatches)?.maxCycleTime,
    engine: topology && {
      attentionAtLeastFfn: topology.attentionAtLeastFfn,
      attentionAtMostFfn: topology.attentionAtMostFfn,
      // Among the counts that one FFN worker serves in whole workers a multiple is the best, and has one maximum.
      attentionMultipleOfFfn: topology.attentionMultipleOfFfn || topology.wholeWorkersPerFfn,
      ffnDivides: topology.ffnDivides,
    },
  };
}

/** Workers by which a pool can grow, so that every place that states its size can. */
export function stepOf({ factor, copies }: Pool): number {
  return copies.reduce((step, copy) => leastCommonMultiple(step, copy.factor), factor);
}

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
    ? bestAttentionCount(point, pools.ffn, mostSpecificForm(point), attentionLimits(limits, pools.ffn))
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
  limits: PoolLimits,
  uncertainty: GainUncertainty,
  thresholds: Thresholds,
): Sizing {
  const form = mostSpecificForm(point);
  const within = attentionLimits(limits, pools.ffn);
  const bestFor = (other: AnswerForm): Pools | undefined => {
    const attention = bestAttentionCount(point, pools.ffn, other, within);
    return attention === undefined ? undefined : { attention, ffn: pools.ffn };
  };
  const band = attentionBand(point, pools.ffn, form, within);
  const recommendations = recommend(point, pools, form, limits, uncertainty);
  const [best] = recommendations;
  const optimum = best?.pools ?? pools;
  const offBy = Math.abs(pools.attention / pools.ffn / (optimum.attention / optimum.ffn) - 1);
  const untested = outsideTestedRange(point);
  const quiet = quietReason(best, offBy, untested.length > 0 ? untestedThresholds(thresholds) : thresholds);
  return {
    point,
    pools,
    form,
    stageTimes: stageTimes(point, pools),
    regime: regime(point, pools, form),
    cycleTime: cycleTime(point, pools, form),
    throughput: throughputPerInstance(point, pools, form),
    idle: idleShares(point, pools, form),
    tpot: timePerOutputToken(point, pools, form),
    meanField: meanFieldOptimum(point, pools),
    barrier: point.load.nu === undefined ? undefined : bestFor('barrier'),
    pipeline: form === 'pipeline' ? bestFor('pipeline') : undefined,
    band: band && { low: { ...pools, attention: band.low }, high: { ...pools, attention: band.high } },
    recommendations,
    best,
    optimum,
    limitedBy: limitOf(point, optimum, form, profile, limits),
    overTpot: !withinCycleTime(point, pools, form, limits.maxCycleTime),
    misSized: best !== undefined && quiet === undefined,
    untested,
    quiet,
  };
}

/** Where the theory was not tested it may be off by more: only a clear gain is worth a finding. */
const leastUntestedGain = 0.1;

function untestedThresholds(thresholds: Thresholds): Thresholds {
  return { ...thresholds, minGain: Math.max(thresholds.minGain, leastUntestedGain) };
}

function quietReason(best: Recommendation | undefined, offBy: number, thresholds: Thresholds): Sizing['quiet'] {
  const { ratioTolerance, minGain } = thresholds;
  if (best === undefined) return undefined;
  if (offBy <= ratioTolerance) return { why: 'near ratio', limit: ratioTolerance };
  return best.gainLow >= minGain ? undefined : { why: 'low gain', limit: minGain };
}

/** What the optimum runs into: with one more step of attention workers, or with pools the engine refuses, it would be better. */
function limitOf(
  point: OperatingPoint,
  optimum: Pools,
  form: AnswerForm,
  profile: LatencyProfile,
  limits: PoolLimits,
): Sizing['limitedBy'] {
  const { step } = attentionLimits(limits, optimum.ffn);
  const next = { ...optimum, attention: optimum.attention + step };
  if (throughputPerInstance(point, next, form) > throughputPerInstance(point, optimum, form)) {
    const { high } = profile.ranges.ratio ?? { high: Number.POSITIVE_INFINITY };
    if (next.attention / next.ffn > high) return 'calibrated range';
    if (limits.maxCycleTime !== undefined && cycleTime(point, next, form) > limits.maxCycleTime) {
      return 'TPOT objective';
    }
  }
  return limits.engine && isBetterWithoutEngine(point, optimum, form, limits) ? 'engine' : undefined;
}

/** A gain below this is not worth a word about what forbids it. */
const leastForbiddenGain = 0.002;

/** Whether other pools would be better were they accepted, and their rows shared evenly. */
function isBetterWithoutEngine(point: OperatingPoint, optimum: Pools, form: AnswerForm, limits: PoolLimits): boolean {
  const { theta } = point.load;
  const exact = { thetaLow: theta, thetaHigh: theta, relativeError: { attention: 0, communication: 0, ffn: 0 } };
  const free = { ...point, sharing: undefined };
  const [best] = recommend(free, optimum, form, { ...limits, engine: undefined }, exact);
  if (best === undefined || engineAccepts(limits.engine, best.pools)) return false;
  const without = throughputPerInstance(free, best.pools, form);
  return without > throughputPerInstance(point, optimum, form) * (1 + leastForbiddenGain);
}
