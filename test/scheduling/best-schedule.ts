import type { SchedulingRequest } from '../../server/src/scheduling/request';
import { heldIn } from './step-by-step';

/**
 * Smallest sum of latencies over all non-preemptive schedules within M, by trying every start of every request. In some best
 * schedule no step after the last arrival is idle before the end, so the decode steps together bound what has to be tried.
 */
export function bestLatencySum(requests: readonly SchedulingRequest[], kvTokens: number): number {
  const horizon =
    Math.max(...requests.map(({ arrival }) => arrival)) + requests.reduce((sum, { decode }) => sum + decode, 0);
  const held = new Array<number>(horizon + 1).fill(0);
  const leastOfRest = requests.map((_, i) => requests.slice(i).reduce((sum, { decode }) => sum + decode, 0));
  let best = Number.POSITIVE_INFINITY;
  const place = (index: number, sum: number): void => {
    if (sum + (leastOfRest[index] ?? 0) >= best) return;
    const request = requests[index];
    if (!request) {
      best = sum;
      return;
    }
    const { arrival, decode } = request;
    for (let start = arrival; start + decode <= horizon; start++) {
      const steps = Array.from({ length: decode }, (_, k) => start + 1 + k);
      if (steps.some((step) => held[step]! + heldIn(step, start, request) > kvTokens)) continue;
      for (const step of steps) held[step]! += heldIn(step, start, request);
      place(index + 1, sum + start + decode - arrival);
      for (const step of steps) held[step]! -= heldIn(step, start, request);
    }
  };
  place(0, 0);
  return best;
}
