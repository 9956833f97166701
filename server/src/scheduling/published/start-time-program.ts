import type { SchedulingRequest } from '../request';
import type { LinearColumn, LinearProgram } from './linear-program';

/** A clock of `buckets` buckets of `width` steps each. */
export interface CoarseClock {
  readonly width: number;
  readonly buckets: number;
}

/** The program, and of each of its columns which request would start in which bucket. */
export interface StartTimeProgram {
  readonly program: LinearProgram;
  readonly starts: readonly { readonly request: number; readonly bucket: number }[];
}

/**
 * The relaxation by start times (2508.06133): x_ib is the share of request i that starts in bucket b, at the bucket's first
 * step; what is held within a bucket is at most M on the average, and unbounded in the last one, so that there always is a
 * solution. With buckets of one step, and as many as the decode steps of all requests together, its optimum bounds the sum
 * of latencies of any schedule of a burst from below; with wider ones it is no bound.
 */
export function startTimeProgram(
  requests: readonly SchedulingRequest[],
  kvTokens: number,
  { width, buckets }: CoarseClock,
): StartTimeProgram {
  const bounded = buckets - 1;
  const rows = [
    ...requests.map(() => ({ kind: 'equal' as const, bound: 1 })),
    ...Array.from({ length: bounded }, () => ({ kind: 'atMost' as const, bound: 1 })),
  ];
  const columns: LinearColumn[] = [];
  const starts: { request: number; bucket: number }[] = [];
  for (const [index, request] of requests.entries()) {
    const shares = heldShares(request, kvTokens, width);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const held = shares
        .slice(0, bounded - bucket)
        .map((share, later) => [requests.length + bucket + later, share] as const);
      columns.push({ cost: bucket * width + request.decode, entries: [[index, 1], ...held] });
      starts.push({ request: index, bucket });
    }
  }
  return { program: { rows, columns }, starts };
}

/** Share of `width` M that a request holds in each bucket from its start on. */
function heldShares({ prefill, decode }: SchedulingRequest, kvTokens: number, width: number): number[] {
  const heldUntil = (step: number): number => prefill * step + (step * (step + 1)) / 2;
  return Array.from({ length: Math.ceil(decode / width) }, (_, bucket) => {
    const [from, to] = [bucket * width, Math.min(decode, (bucket + 1) * width)];
    return (heldUntil(to) - heldUntil(from)) / (width * kvTokens);
  });
}

/** Mean start of each request in a solution, sum of t x_it, in steps. */
export function meanStarts(
  { starts }: StartTimeProgram,
  values: readonly number[],
  requests: number,
  width: number,
): Float64Array {
  const means = new Float64Array(requests);
  for (const [column, { request, bucket }] of starts.entries()) means[request]! += bucket * width * values[column]!;
  return means;
}
