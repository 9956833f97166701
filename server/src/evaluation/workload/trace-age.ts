import type { ReadyTrace } from '../inputs';

/** How long ago a trace was recorded, in milliseconds, and by what that is known. */
export interface TraceAge {
  readonly milliseconds: number;
  readonly by: 'last arrival' | 'file';
}

/** Clocks of different machines may differ by so much. */
const clockDifferenceMs = 86_400_000;

/**
 * By the last arrival where arrivals are dates, since copying a file makes it no younger; else by when the file was changed.
 * Undefined for text that is in no file, and states no dates.
 */
export function traceAge(
  { summary, modifiedMs }: Pick<ReadyTrace, 'summary' | 'modifiedMs'>,
  nowMs: number,
): TraceAge | undefined {
  const { lastArrival } = summary;
  if (lastArrival !== undefined && lastArrival * 1000 <= nowMs + clockDifferenceMs)
    return { milliseconds: Math.max(0, nowMs - lastArrival * 1000), by: 'last arrival' };
  return modifiedMs === undefined ? undefined : { milliseconds: Math.max(0, nowMs - modifiedMs), by: 'file' };
}
