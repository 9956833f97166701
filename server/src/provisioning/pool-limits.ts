import type { AttentionLimits, StepRange } from './best-attention-count';

/** Which pools may be deployed. */
export interface PoolLimits {
  readonly attentionStep: number;
  readonly ffnStep: number;
  /** Largest pool of either kind. */
  readonly maxWorkers: number;
  /** Bounds on r = x/y, for instance the calibrated range of the latency profile. */
  readonly minRatio?: number | undefined;
  readonly maxRatio?: number | undefined;
  /** Upper bound on E[tau], in the profile's time unit, from a TPOT objective. It bounds r from above. */
  readonly maxCycleTime?: number | undefined;
}

/** Keeps a bound such as 0.7 * 10 = 7.000000000000001 from excluding 7. */
const ROUNDING = 1e-9;

/** The limits on the attention count beside a fixed FFN pool. */
export function attentionLimits(
  limits: PoolLimits,
  ffn: number,
): AttentionLimits & { readonly min: number; readonly max: number } {
  const { minRatio = 0, maxRatio = Number.POSITIVE_INFINITY, maxCycleTime } = limits;
  return {
    step: limits.attentionStep,
    min: Math.ceil(minRatio * ffn * (1 - ROUNDING)),
    max: Math.min(limits.maxWorkers, Math.floor(maxRatio * ffn * (1 + ROUNDING))),
    maxCycleTime,
  };
}

/** The multipliers of the FFN step that the limits allow beside a fixed attention pool, but for the cycle time. */
export function ffnRange(limits: PoolLimits, attention: number): StepRange {
  const { ffnStep, maxWorkers, minRatio = 0, maxRatio = Number.POSITIVE_INFINITY } = limits;
  const most = minRatio > 0 ? Math.min(maxWorkers, (attention / minRatio) * (1 + ROUNDING)) : maxWorkers;
  return {
    low: Math.max(1, Math.ceil(((attention / maxRatio) * (1 - ROUNDING)) / ffnStep)),
    high: Math.floor(most / ffnStep),
  };
}
