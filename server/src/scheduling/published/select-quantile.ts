import type { Batch } from './batch-score';
import { joins } from './batch-score';
import type { Candidates } from './candidates';
import { fillBatch, smallerScore } from './candidates';

const quantiles = 8;

/**
 * Quantile greedy: for each pair of limits on a grid of quantiles of peak and of decode steps, fills a batch by decode
 * steps, by peak and by volume; takes the smallest F and extends it by whoever still fits and lowers F.
 */
export function selectQuantile(candidates: Candidates): Batch {
  const { sizes, byDecode, byPeak } = candidates;
  let best: Batch = { members: [], decodeSum: 0 };
  for (const peakLimit of grid(byPeak, sizes.peak)) {
    for (const decodeLimit of grid(byDecode, sizes.decode)) {
      for (const key of ['decode', 'peak', 'volume'] as const) {
        best = smallerScore(best, fillBatch(candidates, key, { peak: peakLimit, decode: decodeLimit }));
      }
    }
  }
  return extended(candidates, best);
}

/** Different values at the eighths of an order. */
function grid(order: readonly number[], values: Float64Array): Set<number> {
  const at = (share: number): number => values[order[Math.ceil((share * order.length) / quantiles) - 1]!]!;
  return new Set(Array.from({ length: quantiles }, (_, index) => at(index + 1)));
}

function extended({ sizes, byDecode, room }: Candidates, batch: Batch): Batch {
  const members = [...batch.members];
  const taken = new Set(members);
  let [decodeSum, left] = [batch.decodeSum, room - members.reduce((sum, member) => sum + sizes.peak[member]!, 0)];
  for (const request of byDecode) {
    const [tokens, steps] = [sizes.peak[request]!, sizes.decode[request]!];
    if (!joins(steps, decodeSum, members.length)) break;
    if (tokens > left || taken.has(request)) continue;
    members.push(request);
    decodeSum += steps;
    left -= tokens;
  }
  return { members, decodeSum };
}
