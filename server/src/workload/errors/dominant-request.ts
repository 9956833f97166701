import type { RequestMoments } from '../trace-summary';

/** The request that carries most of theta, where it alone decides what theta is. */
export interface DominantRequest {
  /** 1-based line of the trace. */
  readonly line: number;
  readonly prefill: number;
  readonly decode: number;
  /** Its share of the token loads of all decode steps, which theta is the mean of. */
  readonly share: number;
  /** theta of all other requests. */
  readonly thetaWithout: number;
}

/** A request that counts, with where it stands. */
export type PlacedRequest = Pick<DominantRequest, 'line' | 'prefill' | 'decode'>;

/** What leaving out one request must change for it to dominate. */
const leastChange = 0.05;

/** Among fewer requests each decides something. */
const fewestRequests = 20;

/** Token loads over all decode steps of a request: P D + D (D - 1)/2. */
export function volumeOf({ prefill, decode }: Pick<PlacedRequest, 'prefill' | 'decode'>): number {
  return prefill * decode + (decode * (decode - 1)) / 2;
}

/** The largest request where theta is another without it: by 5 % or more; else undefined. */
export function dominantRequest(
  { line, prefill, decode }: PlacedRequest,
  moments: RequestMoments,
): DominantRequest | undefined {
  const { n, sumD, sumD2, sumPD } = moments;
  const volume = sumPD + (sumD2 - sumD) / 2;
  const restD = sumD - decode;
  if (n < fewestRequests || volume === 0 || restD <= 0) return undefined;
  const own = volumeOf({ prefill, decode });
  const restD2 = sumD2 - decode ** 2;
  const thetaWithout = Math.max(0, sumPD - prefill * decode + (restD2 - restD) / 2) / restD;
  const changes = Math.abs(thetaWithout / (volume / sumD) - 1) >= leastChange;
  return changes ? { line, prefill, decode, share: own / volume, thetaWithout } : undefined;
}
