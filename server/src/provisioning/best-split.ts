import { withinCycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from './operating-point';
import { attentionLimits, type PoolLimits } from './pool-limits';
import { throughputPerInstance } from './throughput';
import { largestOfUnimodal, lastOfPrefix } from './unimodal-search';

/**
 * The best split of a fixed total of workers into attention and FFN, both multiples of their steps, within the ratio
 * and cycle-time limits; undefined where no split is allowed. Source: docs/theory.md, "Recommendation" and
 * "Integer search".
 */
export function bestSplit(
  point: OperatingPoint,
  total: number,
  form: AnswerForm,
  limits: PoolLimits,
): Pools | undefined {
  const { attentionStep, ffnStep, maxCycleTime } = limits;
  const smallestFfn = firstMatchingFfn(total, attentionStep, ffnStep);
  if (smallestFfn === undefined) return undefined;

  const period = leastCommonMultiple(attentionStep, ffnStep);
  const splits = Math.floor((total - attentionStep - smallestFfn) / period);
  const largestFfn = smallestFfn + splits * period;
  const poolsAt = (index: number): Pools => {
    const ffn = largestFfn - index * period;
    return { attention: total - ffn, ffn };
  };
  const tooFewAttention = (index: number): boolean => {
    const { attention, ffn } = poolsAt(index);
    return attention < attentionLimits(limits, ffn).min;
  };
  const notTooManyAttention = (index: number): boolean => {
    const { attention, ffn } = poolsAt(index);
    return attention <= attentionLimits(limits, ffn).max;
  };
  const low = (lastOfPrefix(tooFewAttention, 0, splits) ?? -1) + 1;
  const high = lastOfPrefix(notTooManyAttention, low, splits);
  if (high === undefined) return undefined;

  const best = largestOfUnimodal((index) => throughputPerInstance(point, poolsAt(index), form), low, high);
  const fastEnough = (index: number): boolean => withinCycleTime(point, poolsAt(index), form, maxCycleTime);
  const allowed = fastEnough(best) ? best : lastOfPrefix(fastEnough, low, best);
  return allowed === undefined ? undefined : poolsAt(allowed);
}

/** The smallest multiple of the FFN step that leaves a positive multiple of the attention step. */
function firstMatchingFfn(total: number, attentionStep: number, ffnStep: number): number | undefined {
  for (let ffn = ffnStep; ffn <= ffnStep * attentionStep && ffn <= total - attentionStep; ffn += ffnStep) {
    if ((total - ffn) % attentionStep === 0) return ffn;
  }
  return undefined;
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
