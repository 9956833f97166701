/** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * How many standard errors a 95 % interval reaches to each side, when the error was itself estimated from n values:
 * Student's t with n - 1 degrees of freedom, 1.96 in the limit. Above 30 by its expansion in 1/df, to 0.001.
 * Unbounded for n < 2.
 */
export function studentT95(n: number): number {
  const df = n - 1;
  if (df < 1) return Number.POSITIVE_INFINITY;
  return quantiles[Math.floor(df) - 1] ?? 1.95996 + 2.3722 / df + 2.8225 / df ** 2;
}
