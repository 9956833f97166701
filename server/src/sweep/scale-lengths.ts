import type { RequestLengths } from '../simulation/request-law';
import type { RequestMoments } from '../workload/trace-summary';

/** How many lengths each sum multiplies. */
const degrees: Readonly<Record<string, number>> = {
  sumP: 1,
  sumD: 1,
  sumP2: 2,
  sumD2: 2,
  sumPD: 2,
  sumD3: 3,
  sumP2D: 3,
  sumPD2: 3,
  meanPrefill: 1,
  meanDecode: 1,
  variancePrefill: 2,
  varianceDecode: 2,
  covariance: 2,
  thetaStandardError: 1,
};

/** The moments of requests whose prefill and decode lengths are all `scale` times as long. */
export function scaleMoments(moments: RequestMoments, scale: number): RequestMoments {
  const { sumP, sumP2, sumD, sumD2, sumD3, sumPD, sumP2D, sumPD2, sumY2, sumYD } = moments;
  const [second, third] = [scale ** 2, scale ** 3];
  // Y = P D + D (D - 1) / 2 becomes s^2 Y + (s^2 - s) D / 2.
  const shift = (second - scale) / 2;
  return {
    n: moments.n,
    sumP: scale * sumP,
    sumP2: second * sumP2,
    sumD: scale * sumD,
    sumD2: second * sumD2,
    sumD3: third * sumD3,
    sumPD: second * sumPD,
    sumP2D: third * sumP2D,
    sumPD2: third * sumPD2,
    sumY2: second * second * sumY2 + 2 * second * shift * sumYD + shift * shift * sumD2,
    sumYD: scale * (second * sumYD + shift * sumD2),
  };
}

/** A `statistics` block for lengths `scale` times as long; a geometric law keeps its kind and scales its means. */
export function scaleStatistics(
  data: Readonly<Record<string, unknown>>,
  scale: number,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      const degree = degrees[key];
      return [key, degree !== undefined && typeof value === 'number' ? value * scale ** degree : value];
    }),
  );
}

/** Requests with lengths `scale` times as long; decode lengths rounded to whole steps, at least one. */
export function scaleList({ prefill, decode }: RequestLengths, scale: number): RequestLengths {
  if (scale === 1) return { prefill, decode };
  return {
    prefill: prefill.map((length) => length * scale),
    decode: decode.map((length) => Math.max(1, Math.round(length * scale))),
  };
}
