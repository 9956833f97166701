import type { SchedulingRequest } from './request';
import { RequestsInFlight } from './requests-in-flight';
import type { Refusal, WaitingQueue } from './waiting-queue';

/** What is to be admitted; requests by arrival, none larger than M. */
export interface AdmissionQuestion {
  readonly requests: readonly SchedulingRequest[];
  readonly kvTokens: number;
  readonly ageingSteps: number | undefined;
}

/** When each request starts. Its first step is the one after its start, its last one D later. */
export interface Admissions {
  readonly starts: Float64Array;
  /** Numbers of the requests, by start and by last step. */
  readonly byStart: Uint32Array;
  readonly byEnd: Uint32Array;
}

/**
 * List scheduling (2606.22327): at every step the first of the queue is admitted while it fits in every later step, and
 * nobody overtakes it; who runs is never interrupted. A request that waited `ageingSteps` goes before all that did not, by
 * arrival. Goes from event to event: arrivals, somebody's getting old, and the step at which the first of the queue fits.
 */
export function admitInOrder(question: AdmissionQuestion, queue: WaitingQueue): Admissions | Refusal {
  const { requests, kvTokens, ageingSteps = Number.POSITIVE_INFINITY } = question;
  const count = requests.length;
  const starts = new Float64Array(count);
  const byStart = new Uint32Array(count);
  const inFlight = new RequestsInFlight(count, kvTokens);
  const waits = new Uint8Array(count);
  let [now, arrived, oldest, admitted] = [0, 0, 0, 0];
  while (admitted < count) {
    while (arrived < count && requests[arrived]!.arrival <= now) {
      waits[arrived] = 1;
      queue.add(arrived);
      arrived += 1;
    }
    const nextArrival = arrived < count ? requests[arrived]!.arrival : Number.POSITIVE_INFINITY;
    if (arrived === admitted) {
      now = nextArrival;
      continue;
    }
    while (waits[oldest] === 0) oldest += 1;
    const ageAt = requests[oldest]!.arrival + ageingSteps;
    const first = ageAt <= now ? oldest : queue.next(waits, arrived - admitted);
    if (typeof first !== 'number') return first;
    const { prefill, decode } = requests[first]!;
    inFlight.advance(now);
    const start = inFlight.earliestStart(now, prefill, decode);
    const nextChange = ageAt <= now ? Number.POSITIVE_INFINITY : Math.min(nextArrival, ageAt);
    if (nextChange <= start) {
      now = nextChange;
      continue;
    }
    now = start;
    inFlight.advance(now);
    inFlight.admit(first, now, prefill, decode);
    starts[first] = now;
    byStart[admitted] = first;
    waits[first] = 0;
    admitted += 1;
  }
  return { starts, byStart, byEnd: inFlight.byEnd };
}
