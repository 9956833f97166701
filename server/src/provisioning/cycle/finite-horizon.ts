/** A run that starts empty of history and serves a given number of requests per attention worker. */
export interface Horizon {
  readonly meanPrefill: number;
  /** Mean number of decode steps of a request, geometric from 1. At least 1. */
  readonly meanDecode: number;
  readonly batchSize: number;
  /** N, requests served per attention worker; Infinity gives the stationary theta. */
  readonly requestsPerWorker: number;
}

/**
 * Mean token load of one slot over the whole run, Tbar(B;N)/B, in KV tokens: below theta, because the run starts with
 * fresh requests in every slot. Source: our closed form of arXiv 2601.21351 v1 eqs 9-13; docs/theory.md, "Finite horizon".
 */
export function meanSlotLoadOverHorizon(horizon: Horizon): number {
  const { meanPrefill, meanDecode, batchSize, requestsPerWorker } = horizon;
  const meanAge = meanDecode - 1;
  const slotLifetimes = requestsPerWorker / batchSize;
  const steps = slotLifetimes * meanDecode;
  const aged = -Math.expm1(steps * Math.log1p(-1 / meanDecode));
  return meanPrefill + meanAge * (1 - aged / slotLifetimes);
}
