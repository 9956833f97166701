import type { Candidates, RequestSizes, SelectBatch } from './candidates';
import { sortedBy } from './candidates';
import type { PlanBatch } from './planned-queue';

/** Sorted-F (2508.06133): of those that wait the batch of smallest F by the selector, by decode steps. */
export function sortedF(sizes: RequestSizes, kvTokens: number, select: SelectBatch): PlanBatch {
  let candidates: Candidates = { sizes, byDecode: [], byPeak: [], byVolume: [], room: kvTokens };
  return (waits, newcomers) => {
    candidates = waitingCandidates(candidates, waits, newcomers);
    const batch = select(candidates);
    return 'why' in batch ? batch : sortedBy(sizes, 'decode', batch.members);
  };
}

/** The candidates without those that wait no more and with the newcomers; sorting what is nearly sorted is quick. */
export function waitingCandidates(last: Candidates, waits: Uint8Array, newcomers: readonly number[]): Candidates {
  const sorted = (order: readonly number[], key: keyof RequestSizes): number[] =>
    sortedBy(last.sizes, key, [...order.filter((request) => waits[request] === 1), ...newcomers]);
  return {
    ...last,
    byDecode: sorted(last.byDecode, 'decode'),
    byPeak: sorted(last.byPeak, 'peak'),
    byVolume: sorted(last.byVolume, 'volume'),
  };
}
