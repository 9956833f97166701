import { bestChoice } from './best-choice';
import type { AnswerForm, OperatingPoint } from './operating-point';

/** Which attention counts may be deployed: the multiples of `step` from `min` to `max`. */
export interface AttentionLimits {
  readonly step: number;
  /** Default: one step. */
  readonly min?: number | undefined;
  /** Default: 16384. */
  readonly max?: number | undefined;
  /** Upper bound on E[tau], in the profile's time unit. Default: none. */
  readonly maxCycleTime?: number | undefined;
}

const DEFAULT_MAX = 16_384;

/** Multiples of the step, as inclusive bounds on the multiplier. Empty where low > high. */
export interface StepRange {
  readonly low: number;
  readonly high: number;
}

/** The multipliers of `limits.step` within `limits.min` and `limits.max`. */
export function stepRange(limits: AttentionLimits): StepRange {
  return {
    low: Math.max(1, Math.ceil((limits.min ?? 0) / limits.step)),
    high: Math.floor((limits.max ?? DEFAULT_MAX) / limits.step),
  };
}

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
