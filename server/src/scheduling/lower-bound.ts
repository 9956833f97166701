import type { SchedulingRequest } from './request';
import { RequestHeap } from './request-heap';
import { volume } from './volume';

/**
 * A lower bound on the sum of latencies, in steps, under any order: by the k-th completion k requests have completed, so it
 * comes no earlier than the k-th one of a machine that works off M token-steps of volume a step, the shortest remaining
 * volume first, nor than the k-th smallest arrival + D. In a burst it is the sum over k of max(ceil(sum of the k smallest
 * volumes/M), k-th smallest D). Proof in docs/scheduling.md. Requests by arrival, in whole steps.
 */
export function latencyLowerBound(requests: readonly SchedulingRequest[], kvTokens: number): number {
  const fastest = shortestRemainingVolume(requests, kvTokens);
  const alone = Float64Array.from(requests, ({ arrival, decode }) => arrival + decode).sort();
  let sum = 0;
  for (const [k, end] of alone.entries())
    sum += Math.max(Math.ceil(fastest[k]! / kvTokens), end) - requests[k]!.arrival;
  return sum;
}

/** Completions of the preemptive machine, ascending, in units of a step over M, in which all times are whole. */
function shortestRemainingVolume(requests: readonly SchedulingRequest[], kvTokens: number): Float64Array {
  const remaining = Float64Array.from(requests, volume);
  const completions = new Float64Array(requests.length);
  const waiting = new RequestHeap(remaining);
  let [now, arrived, completed] = [0, 0, 0];
  while (completed < requests.length) {
    const nextArrival = arrived < requests.length ? requests[arrived]!.arrival * kvTokens : Number.POSITIVE_INFINITY;
    const shortest = waiting.first;
    if (shortest === undefined || now + remaining[shortest]! > nextArrival) {
      if (shortest !== undefined) remaining[shortest]! -= nextArrival - now;
      now = nextArrival;
      waiting.add(arrived);
      arrived += 1;
    } else {
      now += remaining[shortest]!;
      waiting.removeFirst();
      completions[completed] = now;
      completed += 1;
    }
  }
  return completions;
}
