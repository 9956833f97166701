import { asGoodPools } from '../evaluation/as-good-pools';
import type { Sizing } from '../evaluation/evaluation';
import { poolLimits, stepOf } from '../evaluation/sizing-limits';
import { builtInProfiles } from '../latency/catalogue';
import type { Deployment } from '../manifest/deployment';
import { cycleTime } from '../provisioning/cycle/cycle-time';
import { idleShares } from '../provisioning/cycle/idle';
import type { Pools } from '../provisioning/cycle/operating-point';
import { regime } from '../provisioning/cycle/regime';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { leastCommonMultiple } from '../provisioning/mathematics/least-common-multiple';
import { bestAttentionCount } from '../provisioning/optimum/best-attention-count';
import { attentionLimits } from '../provisioning/optimum/pool-limits';
import { secondsPerUnit } from '../text/format';
import { assumedMicrobatches } from './apply-what-if';
import { whyNotSimulated } from './request-law-of';
import type { NoSweep, SweepInputs, TheoryPoint, TheorySweep, WhatIf } from './sweep';
import { sweepNotes } from './sweep-notes';
import { rangeAround, type SweptRatios, sweepPools, widestRange } from './sweep-pools';
import { type SizedSubject, type SweepSubject, sizeSubject, titleOf } from './sweep-subject';

/** Stands among the profiles to choose from for the roofline of model and devices, where no profile is named. */
const rooflineChoice = 'roofline';

/** Points of the theory's line. */
const mostTheoryPoints = 400;

/** Throughput against ratio as the theory has it, under a reader's changes; or why there is none. */
export function theorySweep(subject: SweepSubject, whatIf: WhatIf = {}, range?: SweptRatios): TheorySweep | NoSweep {
  const sized = sizeSubject(subject, whatIf);
  return 'kind' in sized ? sized : theoryOf(subject, sized, whatIf, range);
}

/** The theory's line for a subject that is sized already. */
export function theoryOf(
  { deployment: stated, document }: SweepSubject,
  sized: SizedSubject,
  whatIf: WhatIf,
  asked: SweptRatios | undefined,
): TheorySweep {
  const { deployment, evaluation } = sized;
  const { sizing, profile } = evaluation;
  const { pools, best, form } = sizing;
  const band = asGoodPools(sizing);
  const unit = secondsPerUnit(profile.timeUnit);
  const tpot = deployment.tpotSeconds?.value;
  const predicted = predictedPools(sized, asked);
  const range = asked ?? rangeAround([pools, predicted].map(({ attention, ffn }) => attention / ffn));
  const step = sweepStep(deployment);
  const include = [pools.attention, predicted.attention];
  const pointAt = (at: Pools): TheoryPoint => theoryPoint(sizing, at);
  return {
    kind: 'theory',
    title: titleOf(deployment),
    document,
    timeUnit: profile.timeUnit,
    weighted: profile.weighted,
    inputs: {
      ...inputsOf(deployment, whatIf),
      microbatchesAssumed: !stated.microbatches && whatIf.microbatches === undefined,
    },
    manifest: inputsOf(stated, {}),
    profiles: profileChoices(stated),
    form,
    points: sweepPools(calibrated(range, profile.ranges.ratio), pools.ffn, step, mostTheoryPoints, include).map(
      pointAt,
    ),
    configured: pointAt(pools),
    recommended: best && {
      ...pointAt(best.pools),
      gain: best.gain,
      gainLow: best.gainLow,
      gainHigh: best.gainHigh,
    },
    predicted: pointAt(predicted),
    band: band && { low: band.low.attention / band.low.ffn, high: band.high.attention / band.high.ffn },
    tpotLimit: tpot !== undefined && unit !== undefined ? tpot / unit : undefined,
    notes: sweepNotes(stated, sized, whatIf, range),
    notSimulated: whyNotSimulated(evaluation, deployment),
  };
}

/**
 * Attention workers from one point of a sweep to the next; what the engine refuses is left out, but for what is
 * configured.
 */
export function sweepStep({ attention, ffn, topology }: Deployment): number {
  const own = stepOf(attention!);
  const accepted = topology?.attentionMultipleOfFfn ? leastCommonMultiple(own, ffn!.workers) : own;
  return attention!.workers % accepted === 0 ? accepted : own;
}

/** The best attention count beside the configured FFN pool, leaving slo.tpot aside; within the range, if one is given. */
function predictedPools({ deployment, evaluation: { sizing, profile } }: SizedSubject, range?: SweptRatios): Pools {
  const { point, pools, form } = sizing;
  const { low, high } = calibrated(range ?? widestRange, profile.ranges.ratio);
  const { attention, ffn, topology } = deployment;
  const limits = poolLimits({ attention: attention!, ffn: ffn!, topology }, profile, undefined, {});
  // A recommendation stops at pools of some size; what a curve is compared with is the best of the whole curve.
  const maxWorkers = Number.POSITIVE_INFINITY;
  const within = attentionLimits({ ...limits, maxWorkers, minRatio: low, maxRatio: high }, pools.ffn);
  const best = bestAttentionCount(point, pools.ffn, form, within);
  return best === undefined ? pools : { ...pools, attention: best };
}

function theoryPoint({ point, form }: Sizing, pools: Pools): TheoryPoint {
  const cycle = cycleTime(point, pools, form);
  const idle = idleShares(point, pools, form);
  return {
    ...pools,
    ratio: pools.attention / pools.ffn,
    throughput: throughputPerInstance(point, pools, form),
    cycleTime: cycle,
    tpot: point.microbatches! * cycle,
    idleAttention: idle.attention,
    idleFfn: idle.ffn,
    regime: regime(point, pools, form),
  };
}

function calibrated(range: SweptRatios, limits: SweptRatios | undefined): SweptRatios {
  if (limits === undefined) return range;
  return { low: Math.max(range.low, limits.low), high: Math.min(range.high, limits.high) };
}

function inputsOf(deployment: Deployment, { lengthScale = 1 }: WhatIf): SweepInputs {
  const { attention, ffn, batchSize, microbatches, latencyProfile, tpotSeconds } = deployment;
  return {
    attention: attention!.workers,
    ffn: ffn!.workers,
    batchSize: batchSize?.value ?? 1,
    microbatches: microbatches?.value ?? assumedMicrobatches,
    microbatchesAssumed: microbatches === undefined,
    profile: latencyProfile?.value ?? rooflineChoice,
    lengthScale,
    tpotSeconds: tpotSeconds?.value ?? null,
  };
}

function profileChoices({ latencyProfile }: Deployment): readonly string[] {
  return [...new Set([latencyProfile?.value ?? rooflineChoice, ...builtInProfiles.keys()])];
}
