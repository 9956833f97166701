import { formatCounted } from '../../text/format';
import type { Refusal } from '../waiting-queue';
import { type Batch, batchScore } from './batch-score';
import { type Candidates, type SelectBatch, smallerScore } from './candidates';
import { fewerCandidates } from './fewer-candidates';
import { selectQuantile } from './select-quantile';

/** Steps of one batch, each of which also takes a bit of memory, and of all batches of a run: some seconds. */
const stepLimits = { batch: 6e8, run: 3e9 };

/** The exact argmin of F, for one run. */
export function exactSelector(): SelectBatch {
  return dynamicProgram(() => 1);
}

/** Share of M that rounding may waste. */
const waste = 0.1;

/**
 * The dynamic program in units of max(1, floor(waste M/K)) tokens, for one run: what it finds always fits, and its F is at
 * most the smallest one within (1 - waste) M. O(n K^2/waste).
 */
export function scaledSelector(): SelectBatch {
  return dynamicProgram((room, limit) => Math.max(1, Math.floor((waste * room) / limit)));
}

/**
 * Selects by dynamic programming over peaks in units of KV tokens, rounded up, in O(n K M/unit); `unit` may follow from the
 * most members K. The better of what it finds and of a greedy batch. Good for one run; refuses what would take long.
 */
function dynamicProgram(unitOf: (room: number, limit: number) => number): SelectBatch {
  let stepsOfRun = 0;
  return (candidates: Candidates): Batch | Refusal => {
    const { sizes, room, byPeak } = candidates;
    const incumbent = selectQuantile(candidates);
    const { requests, limit } = fewerCandidates(candidates, incumbent);
    const unit = unitOf(room, limit);
    const units = Math.floor(room / unit);
    const steps = requests.length * limit * units;
    stepsOfRun += steps;
    if (steps > stepLimits.batch || stepsOfRun > stepLimits.run) return tooLarge(byPeak.length, room);
    const items = requests.map((request) => ({
      request,
      weight: Math.ceil(sizes.peak[request]! / unit),
      decode: sizes.decode[request]!,
    }));
    return smallerScore(smallestScore(items, limit, units), incumbent);
  };
}

function tooLarge(waiting: number, kvTokens: number): Refusal {
  const size = `${formatCounted(waiting, 'request')} for ${formatCounted(kvTokens, 'KV token')}`;
  return { why: `its dynamic program would take too long: ${size}` };
}

interface Item {
  readonly request: number;
  readonly weight: number;
  readonly decode: number;
}

/**
 * The items whose F is smallest among all sets of at most `limit` items and of weight at most `room`: for each count and
 * weight the smallest sum of decode steps, item by item. Of equal ones the larger set; empty if no item fits. Items by weight.
 */
function smallestScore(items: readonly Item[], limit: number, room: number): Batch {
  const width = room + 1;
  // best[k width + w]: smallest sum over k items of weight at most w; taken: whether the item was used for it, one bit each.
  const best = new Float64Array((limit + 1) * width).fill(Number.POSITIVE_INFINITY, width);
  const lightest = [0];
  for (const { weight } of items) lightest.push(lightest[lightest.length - 1]! + weight);
  const taken = items.map(() => new Uint8Array(((limit + 1) * width + 7) >> 3));
  for (const [index, { weight, decode }] of items.entries()) {
    const bits = taken[index]!;
    for (let count = Math.min(limit, index + 1); count > 0; count--) {
      const row = count * width;
      const least = row + weight + lightest[count - 1]!;
      for (let at = row + room, from = at - width - weight; at >= least; at--, from--) {
        const sum = best[from]! + decode;
        if (sum < best[at]!) {
          best[at] = sum;
          bits[at >> 3]! |= 1 << (at & 7);
        }
      }
    }
  }
  let size = 0;
  for (let count = 1; count <= limit; count++) {
    const decodeSum = best[count * width + room]!;
    if (Number.isFinite(decodeSum) && batchScore(decodeSum, count) <= batchScore(best[size * width + room]!, size))
      size = count;
  }
  const members: number[] = [];
  for (let index = items.length - 1, left = room, count = size; count > 0; index--) {
    const at = count * width + left;
    if ((taken[index]![at >> 3]! & (1 << (at & 7))) === 0) continue;
    members.push(items[index]!.request);
    left -= items[index]!.weight;
    count -= 1;
  }
  return { members, decodeSum: best[size * width + room]! };
}
