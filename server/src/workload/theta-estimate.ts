import type { RequestMoments } from './trace-summary';
import type { PointEstimate } from './workload-estimate';

/** Below this share of its terms a difference of moments is rounding, not variance. */
const ROUNDING = 1e-13;

/** Covariance of prefill and decode lengths over the requests, divisor n; 0 where it is no more than rounding. */
export function lengthCovariance({ n, sumP, sumD, sumPD }: Pick<RequestMoments, 'n' | 'sumP' | 'sumD' | 'sumPD'>) {
  return withoutRounding(sumPD / n - (sumP / n) * (sumD / n), sumPD / n);
}

/** `difference`, or 0 where that is no more than the rounding of terms of this size. */
export function withoutRounding(difference: number, size: number): number {
  return Math.abs(difference) <= ROUNDING * size ? 0 : difference;
}

/** The sums that give theta exactly. */
export type ThetaSums = Pick<RequestMoments, 'sumD' | 'sumD2' | 'sumPD'>;

/** The sums that give nu exactly, given theta. */
export type NuSums = ThetaSums & Pick<RequestMoments, 'sumP2D' | 'sumPD2' | 'sumD3'>;

/** Mean stationary token load of one slot, in KV tokens: sum of P D + D (D - 1) / 2 over the sum of D. */
export function thetaFromSums({ sumD, sumD2, sumPD }: ThetaSums): number {
  return (sumPD + (sumD2 - sumD) / 2) / sumD;
}

/**
 * Stationary variance nu^2 of one slot's token load: the mean over every decode step of (P + age)^2, less theta^2.
 * Differences that are only rounding come out as 0; impossible sums can make it negative.
 */
export function slotVarianceFromSums(sums: NuSums): number {
  const { sumD, sumD2, sumD3, sumPD, sumP2D, sumPD2 } = sums;
  const secondMoment = (sumP2D + sumPD2 - sumPD + (2 * sumD3 - 3 * sumD2 + sumD) / 6) / sumD;
  return withoutRounding(secondMoment - thetaFromSums(sums) ** 2, secondMoment);
}

/**
 * theta, nu and theta's standard error from completed requests. Means and covariance are those of the requests
 * themselves (divisor n). The standard error is the delta method's for a ratio of means, sd(Y - theta D) / (sqrt(n) mean D)
 * with divisor n - 1; undefined for a single request. It takes requests as independent, so sessions and drift widen it.
 * Throws RangeError without any decode step.
 */
export function estimateFromMoments(moments: RequestMoments): PointEstimate {
  const { n, sumP, sumD } = moments;
  if (!(n >= 1 && sumD > 0)) throw new RangeError('theta needs at least one request with a decode step');
  const theta = thetaFromSums(moments);
  return {
    kind: 'point',
    requests: n,
    meanPrefill: sumP / n,
    meanDecode: sumD / n,
    covariance: lengthCovariance(moments),
    theta,
    thetaStandardError: standardError(moments, theta),
    nu: Math.sqrt(Math.max(0, slotVarianceFromSums(moments))),
  };
}

/** theta's relative standard error if requests are independent of each other; 0 for a single one. */
export function independentError(moments: RequestMoments): number {
  const theta = thetaFromSums(moments);
  return theta === 0 ? 0 : (standardError(moments, theta) ?? 0) / theta;
}

function standardError({ n, sumD, sumD2, sumY2, sumYD }: RequestMoments, theta: number): number | undefined {
  if (n < 2) return undefined;
  const squares = sumY2 - 2 * theta * sumYD + theta * theta * sumD2;
  if (squares <= ROUNDING * sumY2) return 0;
  return Math.sqrt(squares / (n - 1)) * (Math.sqrt(n) / sumD);
}
