import { lengthCovariance, withoutRounding } from './theta-estimate';
import type { RequestMoments } from './trace-summary';

/** How prefill and decode lengths vary over the requests, with divisor n. Variances in squared tokens. */
export interface LengthSpread {
  readonly variancePrefill: number;
  readonly varianceDecode: number;
  /** From -1 to 1; undefined where one of the lengths does not vary. */
  readonly correlation: number | undefined;
}

/** The spread of the requests' lengths; needs at least one request. */
export function lengthSpread(moments: RequestMoments): LengthSpread {
  const { n, sumP, sumP2, sumD, sumD2 } = moments;
  const variancePrefill = variance(n, sumP, sumP2);
  const varianceDecode = variance(n, sumD, sumD2);
  const product = Math.sqrt(variancePrefill) * Math.sqrt(varianceDecode);
  const correlation = product === 0 ? undefined : Math.min(1, Math.max(-1, lengthCovariance(moments) / product));
  return { variancePrefill, varianceDecode, correlation };
}

function variance(n: number, sum: number, sumOfSquares: number): number {
  return Math.max(0, withoutRounding(sumOfSquares / n - (sum / n) ** 2, sumOfSquares / n));
}
