import fc from 'fast-check';
import type { SchedulingRequest } from '../../server/src/scheduling/request';
import type { Random } from '../../server/src/simulation/random';
import { randomStream } from '../../server/src/simulation/random';

export interface Instance {
  readonly requests: readonly SchedulingRequest[];
  readonly kvTokens: number;
}

interface Sizes {
  readonly count: number;
  readonly kvTokens: number;
  readonly decode: number;
  /** Arrivals are from 0 to this; 0 for a burst. */
  readonly arrival: number;
}

/** Requests by arrival that each fit into M alone; at most the given sizes. */
export function instances({ count, kvTokens, decode, arrival }: Sizes): fc.Arbitrary<Instance> {
  return fc.integer({ min: 2, max: kvTokens }).chain((most) => {
    const request = fc.integer({ min: 1, max: Math.min(decode, most) }).chain((steps) =>
      fc.record({
        prefill: fc.integer({ min: 0, max: most - steps }),
        decode: fc.constant(steps),
        arrival: fc.integer({ min: 0, max: arrival }),
      }),
    );
    return fc.array(request, { minLength: 1, maxLength: count }).map((requests) => ({
      requests: requests.sort((a, b) => a.arrival - b.arrival),
      kvTokens: most,
    }));
  });
}

export function copies(count: number, prefill: number, decode: number): SchedulingRequest[] {
  return Array.from({ length: count }, () => ({ prefill, decode, arrival: 0 }));
}

/** Chat (mean prefill 60, decode 200) with a share of long prompts (3000, 160), lognormal; arrivals Poisson or all at 0. */
export function mixedRequests(
  count: number,
  { longShare, seed, meanGap = 0 }: { longShare: number; seed: number; meanGap?: number },
): SchedulingRequest[] {
  const random = randomStream(seed);
  let arrival = 0;
  return Array.from({ length: count }, () => {
    const isLong = random.uniform() < longShare;
    arrival -= meanGap * Math.log(random.uniform());
    const prefill = lognormal(random, isLong ? 3000 : 60, 0.4);
    return { prefill, decode: lognormal(random, isLong ? 160 : 200, 0.7), arrival };
  });
}

function lognormal(random: Random, mean: number, deviation: number): number {
  return Math.max(1, Math.round(mean * Math.exp(deviation * random.normal() - deviation ** 2 / 2)));
}
