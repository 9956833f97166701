import type { AdmissionQuestion } from '../../server/src/scheduling/admit-in-order';
import type { SchedulingRequest } from '../../server/src/scheduling/request';
import type { WaitingQueue } from '../../server/src/scheduling/waiting-queue';

/** Tokens that a request started at `start` holds in step t, by the definition. */
export function heldIn(step: number, start: number, { prefill, decode }: SchedulingRequest): number {
  return step > start && step <= start + decode ? prefill + step - start : 0;
}

/** How many requests are in flight in a step, and the tokens that they read: P + k - 1 in their k-th step. */
export function stepLoad(
  step: number,
  requests: readonly SchedulingRequest[],
  starts: ArrayLike<number>,
): { inFlight: number; read: number } {
  let [inFlight, read] = [0, 0];
  for (const [i, { prefill, decode }] of requests.entries()) {
    const k = step - starts[i]!;
    if (k < 1 || k > decode) continue;
    inFlight += 1;
    read += prefill + k - 1;
  }
  return { inFlight, read };
}

/** Most tokens that are held in any step. */
export function mostHeld(requests: readonly SchedulingRequest[], starts: ArrayLike<number>): number {
  const last = Math.max(...requests.map(({ decode }, i) => starts[i]! + decode));
  let most = 0;
  for (let step = 1; step <= last; step++) {
    most = Math.max(
      most,
      requests.reduce((sum, request, i) => sum + heldIn(step, starts[i]!, request), 0),
    );
  }
  return most;
}

/** List scheduling, word by word: step by step, every request, every later step. */
export function admitStepByStep(
  { requests, kvTokens, ageingSteps = Number.POSITIVE_INFINITY }: AdmissionQuestion,
  queue: WaitingQueue,
): number[] {
  const starts = requests.map(() => Number.NaN);
  const waits = new Uint8Array(requests.length);
  const fits = (candidate: number, now: number): boolean => {
    for (let step = now + 1; step <= now + requests[candidate]!.decode; step++) {
      let held = heldIn(step, now, requests[candidate]!);
      for (const [i, request] of requests.entries()) if (starts[i]! <= now) held += heldIn(step, starts[i]!, request);
      if (held > kvTokens) return false;
    }
    return true;
  };
  for (let now = 0; starts.some(Number.isNaN); now++) {
    for (const [i, { arrival }] of requests.entries()) {
      if (arrival !== now) continue;
      waits[i] = 1;
      queue.add(i);
    }
    for (;;) {
      const waiting = waits.reduce((sum, one) => sum + one, 0);
      if (waiting === 0) break;
      const aged = requests.findIndex(({ arrival }, i) => waits[i] === 1 && now - arrival >= ageingSteps);
      const next = aged >= 0 ? aged : queue.next(waits, waiting);
      if (typeof next !== 'number') throw new Error(next.why);
      if (!fits(next, now)) break;
      starts[next] = now;
      waits[next] = 0;
    }
  }
  return starts;
}
