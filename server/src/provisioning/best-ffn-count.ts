import { withinCycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint } from './operating-point';
import { ffnRange, type PoolLimits } from './pool-limits';
import { throughputPerInstance } from './throughput';
import { largestOfUnimodal, lastOfPrefix } from './unimodal-search';

/**
 * The FFN count of best throughput per instance beside a fixed attention pool, within the limits; undefined where they
 * leave no count. Source: docs/theory.md, "Integer search", for why the objective has one maximum.
 */
export function bestFfnCount(
  point: OperatingPoint,
  attention: number,
  form: AnswerForm,
  limits: PoolLimits,
): number | undefined {
  const { ffnStep, maxCycleTime } = limits;
  const { low, high } = ffnRange(limits, attention);
  if (low > high) return undefined;
  const best = largestOfUnimodal((k) => throughputPerInstance(point, { attention, ffn: k * ffnStep }, form), low, high);
  const tooSlow = (k: number): boolean => !withinCycleTime(point, { attention, ffn: k * ffnStep }, form, maxCycleTime);
  const fastEnough = (lastOfPrefix(tooSlow, best, high) ?? best - 1) + 1;
  return fastEnough > high ? undefined : fastEnough * ffnStep;
}
