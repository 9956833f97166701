import { withinCycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint } from './operating-point';
import { ffnChoices, type PoolLimits } from './pool-limits';
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
  const choices = ffnChoices(limits, attention);
  if (choices.size === 0) return undefined;
  const last = choices.size - 1;
  const best = largestOfUnimodal((index) => throughputPerInstance(point, choices.at(index), form), 0, last);
  const tooSlow = (index: number): boolean => !withinCycleTime(point, choices.at(index), form, limits.maxCycleTime);
  const fastEnough = (lastOfPrefix(tooSlow, best, last) ?? best - 1) + 1;
  return fastEnough > last ? undefined : choices.at(fastEnough).ffn;
}
