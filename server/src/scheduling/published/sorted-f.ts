import type { PlanBatch } from '../planned-queue';
import type { RequestSizes, SelectBatch } from './candidates';
import { candidatesOf, sortedBy, waitingCandidates } from './candidates';

/** Sorted-F (2508.06133): of those that wait the batch of smallest F by the selector, by decode steps. */
export function sortedF(sizes: RequestSizes, kvTokens: number, select: SelectBatch): PlanBatch {
  let candidates = candidatesOf(sizes, [], kvTokens);
  return (waits, newcomers) => {
    candidates = waitingCandidates(candidates, waits, newcomers);
    const batch = select(candidates);
    return 'why' in batch ? batch : sortedBy(sizes, 'decode', batch.members);
  };
}
