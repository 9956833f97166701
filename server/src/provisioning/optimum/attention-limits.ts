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
