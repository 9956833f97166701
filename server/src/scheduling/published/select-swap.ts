import type { Batch } from './batch-score';
import { batchScore, joins } from './batch-score';
import type { Candidates, RequestSizes } from './candidates';
import { greedyBatch } from './candidates';

/** Local swap from a greedy batch. */
export function selectSwap(candidates: Candidates): Batch {
  return swapLocally(candidates, greedyBatch(candidates));
}

/**
 * Makes the best of adding one, dropping one and exchanging one for one while F falls, or memory is freed at the same F.
 * Each round lowers (F, sum of peaks), so it ends.
 */
export function swapLocally(candidates: Candidates, start: Batch): Batch {
  const { sizes, byDecode, room } = candidates;
  const members = new Set(start.members);
  let decodeSum = start.decodeSum;
  let left = room - start.members.reduce((sum, member) => sum + sizes.peak[member]!, 0);
  for (;;) {
    const move = bestMove({ sizes, byDecode, members, decodeSum, left });
    if (!move) return { members: [...members], decodeSum };
    for (const [request, sign] of [
      [move.out, -1],
      [move.in, 1],
    ] as const) {
      if (request === undefined) continue;
      if (sign === 1) members.add(request);
      else members.delete(request);
      decodeSum += sign * sizes.decode[request]!;
      left -= sign * sizes.peak[request]!;
    }
  }
}

interface State {
  readonly sizes: RequestSizes;
  readonly byDecode: readonly number[];
  readonly members: ReadonlySet<number>;
  readonly decodeSum: number;
  readonly left: number;
}

interface Move {
  readonly in: number | undefined;
  readonly out: number | undefined;
  readonly score: number;
  /** Tokens of peaks that it frees. */
  readonly frees: number;
}

function bestMove({ sizes, byDecode, members, decodeSum, left }: State): Move | undefined {
  const { peak, decode } = sizes;
  const size = members.size;
  const others = byDecode.filter((request) => !members.has(request));
  let best: Move = { in: undefined, out: undefined, score: batchScore(decodeSum, size), frees: 0 };
  const consider = (move: Move): void => {
    if (move.score < best.score || (move.score === best.score && move.frees > best.frees)) best = move;
  };
  /** The first of the fewest decode steps that fits; none with more than `most`. */
  const firstFitting = (room: number, most: number): number | undefined => {
    for (const request of others) {
      if (decode[request]! > most) return undefined;
      if (peak[request]! <= room) return request;
    }
    return undefined;
  };
  const added = firstFitting(left, Number.POSITIVE_INFINITY);
  if (added !== undefined && joins(decode[added]!, decodeSum, size)) {
    const score = batchScore(decodeSum + decode[added]!, size + 1);
    consider({ in: added, out: undefined, score, frees: -peak[added]! });
  }
  for (const member of members) {
    if (size > 1) {
      const score = batchScore(decodeSum - decode[member]!, size - 1);
      consider({ in: undefined, out: member, score, frees: peak[member]! });
    }
    const other = firstFitting(left + peak[member]!, decode[member]!);
    if (other === undefined) continue;
    const score = batchScore(decodeSum - decode[member]! + decode[other]!, size);
    consider({ in: other, out: member, score, frees: peak[member]! - peak[other]! });
  }
  return best.in === undefined && best.out === undefined ? undefined : best;
}
