import { withinCycleTime } from '../provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import { type AttentionLimits, stepRange } from '../provisioning/optimum/attention-limits';
import { bestAttentionCount } from '../provisioning/optimum/best-attention-count';
import { searchPoints, type World } from './world';

/** Attention counts, both ends included. */
export interface AsGoodCounts {
  readonly low: number;
  readonly high: number;
}

/** What may be lost on average by pools that count as good as the best. */
const leastRegret = 0.01;

/**
 * The attention counts around `best` that are as good within the errors: over the worlds they lose on average less than 1 %
 * of the throughput that the best of each world has, for a fixed FFN pool. `best` alone where even it loses more.
 * Source: docs/theory.md, "As good within the errors".
 */
export function asGoodAttention(
  point: OperatingPoint,
  { attention: best, ffn }: { readonly attention: number; readonly ffn: number },
  form: AnswerForm,
  limits: AttentionLimits,
  worlds: readonly World[],
): AsGoodCounts {
  const { step, maxCycleTime } = limits;
  const range = stepRange(limits);
  const centre = best / step;
  const isFastEnough = (k: number): boolean => withinCycleTime(point, { attention: k * step, ffn }, form, maxCycleTime);
  const most = lastOfPrefix(isFastEnough, centre, range.high) ?? centre;
  const within: AttentionLimits = { ...limits, max: most * step, maxCycleTime: undefined };
  const bests = searchPoints(worlds, point).map((at) => {
    const attention = bestAttentionCount(at, ffn, form, within) ?? best;
    return { at, throughput: throughputPerInstance(at, { attention, ffn }, form) };
  });
  const regret = (k: number): number =>
    bests.reduce(
      (sum, { at, throughput }) => sum + 1 - throughputPerInstance(at, { attention: k * step, ffn }, form) / throughput,
      0,
    ) / bests.length;
  const isAsGood = (k: number): boolean => regret(k) < leastRegret;
  const below = lastOfPrefix((distance) => isAsGood(centre - distance), 0, centre - range.low) ?? 0;
  const high = lastOfPrefix(isAsGood, centre, most) ?? centre;
  return { low: (centre - below) * step, high: high * step };
}
