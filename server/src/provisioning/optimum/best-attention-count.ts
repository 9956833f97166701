import type { AnswerForm, OperatingPoint } from '../cycle/operating-point';
import { type AttentionLimits, stepRange } from './attention-limits';
import { bestChoice } from './best-choice';

/**
 * The attention count of best throughput per instance for a fixed FFN pool, within the limits; undefined where they
 * leave no count. Source: arXiv 2601.21351 v4 (integer scan); docs/theory.md, "Integer search".
 */
export function bestAttentionCount(
  point: OperatingPoint,
  ffn: number,
  form: AnswerForm,
  limits: AttentionLimits,
): number | undefined {
  const { step, maxCycleTime } = limits;
  const { low, high } = stepRange(limits);
  const choices = { size: high - low + 1, at: (index: number) => ({ attention: (low + index) * step, ffn }) };
  const best = low > high ? undefined : bestChoice(point, form, choices, maxCycleTime, 'rises');
  return best === undefined ? undefined : (low + best) * step;
}
