import { lengthCovariance, withoutRounding } from './theta-estimate';
import type { RequestMoments } from './trace-summary';

/**
 * The correlation of prefill and decode lengths, and its standard error as if both were normal, sqrt((1 - r^2)/(n - 2));
 * undefined where one of them does not vary, and for fewer than three requests.
 */
export function lengthCorrelation(
  moments: RequestMoments,
): { readonly value: number; readonly standardError: number } | undefined {
  const { n, sumP, sumP2, sumD, sumD2 } = moments;
  const variance = (sum: number, squares: number): number => withoutRounding(squares / n - (sum / n) ** 2, squares / n);
  const product = variance(sumP, sumP2) * variance(sumD, sumD2);
  if (n < 3 || !(product > 0)) return undefined;
  const value = Math.max(-1, Math.min(1, lengthCovariance(moments) / Math.sqrt(product)));
  return { value, standardError: Math.sqrt((1 - value ** 2) / (n - 2)) };
}
