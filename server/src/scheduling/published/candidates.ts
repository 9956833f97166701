import type { SchedulingRequest } from '../request';
import { peak, volume } from '../volume';
import type { Refusal } from '../waiting-queue';
import type { Batch } from './batch-score';
import { batchScore, joins } from './batch-score';

/** Sizes of requests by their numbers, as predicted. */
export interface RequestSizes {
  readonly decode: Float64Array;
  readonly peak: Float64Array;
  readonly volume: Float64Array;
}

/** Numbers of waiting requests in three orders, at least one request; each fits into `room` alone. */
export interface Candidates {
  readonly sizes: RequestSizes;
  readonly byDecode: readonly number[];
  readonly byPeak: readonly number[];
  readonly byVolume: readonly number[];
  /** KV tokens that the peaks of a batch may sum to. */
  readonly room: number;
}

/** Which of the waiting requests Sorted-F starts next: peaks within the room, F small, at least one member. */
export type SelectBatch = (candidates: Candidates) => Batch | Refusal;

export function requestSizes(requests: readonly SchedulingRequest[]): RequestSizes {
  return {
    decode: Float64Array.from(requests, ({ decode }) => decode),
    peak: Float64Array.from(requests, peak),
    volume: Float64Array.from(requests, volume),
  };
}

/**
 * Sorts numbers of requests by decode steps, by peak or by volume. Of equal ones that with the smaller peak comes first,
 * then the one that arrived first.
 */
export function sortedBy(sizes: RequestSizes, key: keyof RequestSizes, requests: readonly number[]): number[] {
  const [keys, peaks] = [sizes[key], sizes.peak];
  return [...requests].sort((a, b) => keys[a]! - keys[b]! || peaks[a]! - peaks[b]! || a - b);
}

export function candidatesOf(sizes: RequestSizes, requests: readonly number[], room: number): Candidates {
  return {
    sizes,
    byDecode: sortedBy(sizes, 'decode', requests),
    byPeak: sortedBy(sizes, 'peak', requests),
    byVolume: sortedBy(sizes, 'volume', requests),
    room,
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

/** Goes through the candidates once, by `key`, and takes who lies within the limits, fits, and lowers F. */
export function fillBatch(
  { sizes, room, byDecode, byPeak, byVolume }: Candidates,
  key: keyof RequestSizes,
  limits: { readonly peak: number; readonly decode: number },
): Batch {
  const { peak, decode } = sizes;
  const order = { decode: byDecode, peak: byPeak, volume: byVolume }[key];
  const smallest = peak[byPeak[0]!]!;
  const members: number[] = [];
  let decodeSum = 0;
  let left = room;
  for (const request of order) {
    if (left < smallest) break;
    const tokens = peak[request]!;
    const steps = decode[request]!;
    if (steps > limits.decode || !joins(steps, decodeSum, members.length)) {
      // Whoever comes later has no fewer.
      if (key === 'decode') break;
      continue;
    }
    if (tokens > left || tokens > limits.peak) {
      if (key === 'peak') break;
      continue;
    }
    members.push(request);
    decodeSum += steps;
    left -= tokens;
  }
  return { members, decodeSum };
}

/** The better of two greedy batches, by decode steps and by peak. */
export function greedyBatch(candidates: Candidates): Batch {
  const anyone = { peak: Number.POSITIVE_INFINITY, decode: Number.POSITIVE_INFINITY };
  const byDecode = fillBatch(candidates, 'decode', anyone);
  const byPeak = fillBatch(candidates, 'peak', anyone);
  return smallerScore(byDecode, byPeak);
}

/** The batch with the smaller F; of equal ones the first. */
export function smallerScore(a: Batch, b: Batch): Batch {
  return batchScore(b.decodeSum, b.members.length) < batchScore(a.decodeSum, a.members.length) ? b : a;
}
