import type { AnswerForm, OperatingPoint } from '../cycle/operating-point';
import { bestChoice } from './best-choice';
import { ffnChoices, type PoolLimits } from './pool-limits';

/**
 * The FFN count of best throughput per instance beside a fixed attention pool, within the limits; undefined where they
 * leave no count. Source: docs/theory.md, "Integer search".
 */
export function bestFfnCount(
  point: OperatingPoint,
  attention: number,
  form: AnswerForm,
  limits: PoolLimits,
): number | undefined {
  const choices = ffnChoices(limits, attention);
  const best = bestChoice(point, form, choices, limits.maxCycleTime, 'falls');
  return best === undefined ? undefined : choices.at(best).ffn;
}
