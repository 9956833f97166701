import type { Pools } from '../provisioning/cycle/operating-point';
import { leastRatio, mostRatio } from '../simulation/scenario-problem';

/** Ratios r = x/y of a sweep, both ends included. */
export interface SweptRatios {
  readonly low: number;
  readonly high: number;
}

/** What a sweep covers unless asked otherwise; widened for deployments that lie outside, at most to the widest. */
const defaultRange: SweptRatios = { low: 1, high: 32 };
export const widestRange: SweptRatios = { low: leastRatio, high: mostRatio };
/** How far beyond the pools of interest a widened range goes. */
const room = 1.5;

/** Where all ratios of interest are small, so many times the largest is shown, or up to `smallHigh`. */
const mostTimes = 8;
const smallHigh = 8;

/** The default range, widened so that the ratios of interest lie inside with some room, narrowed where all are small. */
export function rangeAround(ratios: readonly number[]): SweptRatios {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const high = Math.min(defaultRange.high, Math.max(smallHigh, Math.ceil(most * mostTimes)));
  return {
    low: Math.max(widestRange.low, least >= defaultRange.low ? defaultRange.low : least / room),
    high: Math.min(widestRange.high, most * room <= high ? high : Math.ceil(most * room)),
  };
}

/**
 * Attention counts beside `ffn` FFN workers with ratios in the range, multiples of `step`, ascending: all of them if
 * there are at most `most`; else every one of the first and then ever fewer, evenly on a logarithmic scale, with those
 * to `include` and both ends.
 */
export function sweepPools(
  range: SweptRatios,
  ffn: number,
  step: number,
  most: number,
  include: readonly number[] = [],
): readonly Pools[] {
  const first = Math.max(1, Math.ceil((range.low * ffn) / step - 1e-9));
  const last = Math.floor((range.high * ffn) / step + 1e-9);
  const wanted = include.map((attention) => Math.round(attention / step)).filter((k) => k >= first && k <= last);
  const multiples =
    last - first < most
      ? Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
      : thinned(first, last, Math.max(2, most - wanted.length), wanted);
  return multiples.map((k) => ({ attention: k * step, ffn }));
}

function thinned(first: number, last: number, count: number, wanted: readonly number[]): readonly number[] {
  const spread = Array.from({ length: count }, (_, i) => Math.round(first * (last / first) ** (i / (count - 1))));
  return [...new Set([...spread, ...wanted])].sort((a, b) => a - b);
}
