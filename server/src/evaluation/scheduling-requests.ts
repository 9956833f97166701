import type { SchedulingRequest } from '../scheduling/request';
import { peak, volume } from '../scheduling/volume';
import type { RequestList } from '../workload/request-list';
import type { RequestFlow } from './step-lines';

/** The requests of a trace as if all were there at once; their arrivals, in seconds, say in which order. */
export function burstRequests({ prefill, decode, arrivalSeconds }: RequestList): readonly SchedulingRequest[] {
  const times = arrivalSeconds?.some(Number.isNaN) ? undefined : arrivalSeconds;
  return Array.from(prefill, (tokens, i) => ({ prefill: tokens, decode: decode[i]!, arrival: times?.[i] ?? 0 }));
}

/** The requests that say when they arrive, with that time in steps of so many seconds since the first of them. */
export function onlineRequests(list: RequestList, stepSeconds: number): readonly SchedulingRequest[] {
  const timed = withTimes(list);
  const first = earliest(timed);
  return timed.map((request) => ({ ...request, arrival: (request.arrival - first) / stepSeconds }));
}

/** What the requests with a time ask for that M tokens can hold; undefined where they all come at once. */
export function offeredLoad(list: RequestList, kvTokens: number): RequestFlow | undefined {
  const timed = withTimes(list).filter((request) => peak(request) <= kvTokens);
  const span = timed.reduce((last, { arrival }) => Math.max(last, arrival), Number.NEGATIVE_INFINITY) - earliest(timed);
  if (!(span > 0)) return undefined;
  const mean = (of: (request: SchedulingRequest) => number): number =>
    timed.reduce((sum, request) => sum + of(request), 0) / timed.length;
  return {
    // The first arrival ends no gap between two.
    requestsPerSecond: (timed.length - 1) / span,
    meanVolume: mean(volume),
    meanDecode: mean(({ decode }) => decode),
  };
}

/** Arrivals are in seconds. */
function withTimes({ prefill, decode, arrivalSeconds }: RequestList): readonly SchedulingRequest[] {
  return Array.from(arrivalSeconds ?? [], (arrival, i) => ({
    prefill: prefill[i]!,
    decode: decode[i]!,
    arrival,
  })).filter(({ arrival }) => !Number.isNaN(arrival));
}

function earliest(requests: readonly SchedulingRequest[]): number {
  return requests.reduce((least, { arrival }) => Math.min(least, arrival), Number.POSITIVE_INFINITY);
}
