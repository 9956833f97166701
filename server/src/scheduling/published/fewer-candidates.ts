import type { Batch } from './batch-score';
import { batchScore } from './batch-score';
import type { Candidates } from './candidates';

/**
 * The candidates that a batch of F no larger than the incumbent's can need, by peak, and the most members it has. Keeps
 * some batch of smallest F, or the incumbent is one:
 * - a member of a best batch X of size k has D <= (2k - 1) F(X), since without it F would be no smaller;
 * - whoever has k others with neither a larger peak nor more decode steps can be left out: at least one of them is in no
 *   batch with it, and takes its place without raising F.
 */
export function fewerCandidates(candidates: Candidates, incumbent: Batch): { requests: number[]; limit: number } {
  const { sizes, byPeak, byDecode } = candidates;
  const longest = (2 * largestBatch(candidates) - 1) * batchScore(incumbent.decodeSum, incumbent.members.length);
  const isShort = (request: number): boolean => sizes.decode[request]! <= longest * (1 + 1e-12);
  const short = byPeak.filter(isShort);
  const limit = largestBatch({ ...candidates, byPeak: short });
  return { requests: undominated(short, byDecode.filter(isShort), limit), limit };
}

/** Those with fewer than `limit` others before them in both orders. */
function undominated(byPeak: readonly number[], byDecode: readonly number[], limit: number): number[] {
  // In the order of peaks, counts those before by their rank among decode steps, in a Fenwick tree.
  const rank = new Map(byDecode.map((request, index) => [request, index + 1]));
  const tree = new Uint32Array(byDecode.length + 1);
  return byPeak.filter((request) => {
    let dominators = 0;
    for (let at = rank.get(request)!; at > 0; at -= at & -at) dominators += tree[at]!;
    for (let at = rank.get(request)!; at < tree.length; at += at & -at) tree[at]! += 1;
    return dominators < limit;
  });
}

/** How many requests fit into the room at most. */
function largestBatch({ sizes, byPeak, room }: Candidates): number {
  let [count, left] = [0, room];
  while (count < byPeak.length && sizes.peak[byPeak[count]!]! <= left) {
    left -= sizes.peak[byPeak[count]!]!;
    count += 1;
  }
  return count;
}
