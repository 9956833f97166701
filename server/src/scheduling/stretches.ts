import type { Admissions } from './admit-in-order';
import type { SchedulingRequest } from './request';

/** Steps `from` + 1 to `to`, in which the same requests are in flight; each of them reads one token more every step. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly inFlight: number;
  /** KV tokens read in the first of the steps. */
  readonly read: number;
}

/**
 * Cuts a schedule into stretches, from the first arrival on, at every start, end and arrival. What a request reads in its
 * k-th step is P + k - 1, one token less than it then holds.
 */
export function forEachStretch(
  requests: readonly SchedulingRequest[],
  { starts, byStart, byEnd }: Admissions,
  visit: (stretch: Stretch) => void,
): void {
  const count = requests.length;
  let [from, inFlight, read, started, ended, arrived] = [requests[0]?.arrival ?? 0, 0, 0, 0, 0, 0];
  while (ended < count) {
    for (; ended < count && endOf(byEnd[ended]!) === from; ended++) {
      inFlight -= 1;
      read -= requests[byEnd[ended]!]!.prefill + requests[byEnd[ended]!]!.decode;
    }
    for (; started < count && starts[byStart[started]!] === from; started++) {
      inFlight += 1;
      read += requests[byStart[started]!]!.prefill;
    }
    while (arrived < count && requests[arrived]!.arrival <= from) arrived += 1;
    if (ended === count) return;
    const to = Math.min(
      endOf(byEnd[ended]!),
      started < count ? starts[byStart[started]!]! : Number.POSITIVE_INFINITY,
      arrived < count ? requests[arrived]!.arrival : Number.POSITIVE_INFINITY,
    );
    visit({ from, to, inFlight, read });
    read += inFlight * (to - from);
    from = to;
  }

  function endOf(request: number): number {
    return starts[request]! + requests[request]!.decode;
  }
}

/** Mean tokens that a request in flight reads in a step of the schedule; NaN without requests. */
export function scheduleTheta(requests: readonly SchedulingRequest[], admissions: Admissions): number {
  let [tokens, slots] = [0, 0];
  forEachStretch(requests, admissions, ({ from, to, inFlight, read }) => {
    const steps = to - from;
    tokens += steps * read + (inFlight * steps * (steps - 1)) / 2;
    slots += inFlight * steps;
  });
  return tokens / slots;
}
