import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatNumber, formatTick } from '../../../server/src/text/format';
import type { Interval } from '../ratio/point-text';
import { linearScale, logScale, logTicks, niceDomain, niceTicks, type Ticks } from './chart-scale';

/** Where a chart draws, in pixels of its picture: the plot, and in it the part for data, from `dataTop` to `dataBottom`. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly number[];
  readonly xText: (value: number) => string;
  readonly yTicks: Ticks;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** What tells one plot from another. `head` and `foot` are room inside the plot that data leaves free. */
export interface PlotShape {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly above: number;
  readonly below: number;
  readonly head: number;
  readonly foot: number;
  readonly ratios: readonly [number, number];
  readonly values: readonly [number, number];
}

/** Room at the right edge, for half of the last tick's label. */
export const rightMargin = 14;
/** Room between the plot's sides and the outermost points. */
export const sideInset = 10;

/** The geometry of a plot. */
export function plotOf(shape: PlotShape): Plot {
  const { width, height, left, above, below, head, foot, ratios, values } = shape;
  const right = Math.max(left + 40, width - rightMargin);
  const top = above;
  const bottom = height - below;
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    ...ratioAxis(ratios, [left + sideInset, right - sideInset]),
    yTicks: niceTicks(...values, yTickCount),
    y: linearScale(values, [bottom - foot, top + head]),
  };
}

/** Ends of the ratios so many times apart that a linear axis would squeeze the small ones together. */
const wideRatios = 64;

function ratioAxis(
  ratios: readonly [number, number],
  range: readonly [number, number],
): Pick<Plot, 'x' | 'xTicks' | 'xText'> {
  const { scale, ticks, text } = horizontalAxis(ratios, range, wideRatios);
  return { x: scale, xTicks: ticks.values, xText: text };
}

/** Where values of an axis are drawn, and its numbers. */
export interface Axis {
  readonly scale: (value: number) => number;
  readonly ticks: Ticks;
  readonly text: (value: number) => string;
}

/** An axis with as many numbers as there is room for; logarithmic where its ends are more than `wide` times apart. */
export function horizontalAxis(
  domain: readonly [number, number],
  range: readonly [number, number],
  wide: number,
): Axis {
  const count = Math.max(3, Math.min(14, Math.floor((range[1] - range[0]) / 44)));
  const [low, high] = domain;
  return low > 0 && high > wide * low ? logAxis(domain, range, count) : linearAxis(domain, range, count);
}

/** `count` is how many steps it has at most. */
export function linearAxis(domain: readonly [number, number], range: readonly [number, number], count: number): Axis {
  const ticks = niceTicks(...domain, count);
  return { scale: linearScale(domain, range), ticks, text: (value) => formatTick(value, ticks.step) };
}

export function logAxis(domain: readonly [number, number], range: readonly [number, number], count: number): Axis {
  return { scale: logScale(domain, range), ticks: { step: 0, values: logTicks(...domain, count) }, text: formatNumber };
}

const yTickCount = 6;

/** The ratios both charts show: all points, the configured and the best ratio. */
export function ratioDomain({ points, configured, recommended }: TheorySweep): readonly [number, number] {
  const ratios = [...points.map(({ ratio }) => ratio), configured.ratio, ...(recommended ? [recommended.ratio] : [])];
  return [Math.min(...ratios), Math.max(...ratios)];
}

/** Round ends for the throughput axis that take in theory, simulation and intervals, unless these are very wide. */
export function throughputDomain(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly [number, number] {
  const { points, configured, recommended } = sweep;
  const theory = [...points, configured, ...(recommended ? [recommended] : [])].map(({ throughput }) => throughput);
  const means = simulated?.points.map(({ throughput }) => throughput.mean) ?? [];
  const all = [...theory, ...means].filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const slack = (high - low) / 4;
  const ends = simulated?.points.flatMap(({ throughput }) => intervalEnds(throughput)) ?? [];
  const near = ends.filter((end) => end > low - slack && end < high + slack);
  return niceDomain(Math.min(low, ...near), Math.max(high, ...near), yTickCount);
}

/** Round ends for the idle axis, from 0. */
export function idleDomain(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly [number, number] {
  const theory = sweep.points.flatMap(({ idleAttention, idleFfn }) => [idleAttention, idleFfn]);
  const means = simulated?.points.flatMap(({ idleAttention, idleFfn }) => [idleAttention.mean, idleFfn.mean]) ?? [];
  const highest = Math.max(0.05, ...[...theory, ...means].filter(Number.isFinite));
  return [0, Math.min(1, niceDomain(0, highest, yTickCount)[1])];
}

/** The ends of an interval, none where it is not known. */
export function intervalEnds({ low, high }: Interval): readonly number[] {
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : [];
}

/** Whether a place of the picture lies in the plot. */
export function isInside({ left, right, top, bottom }: Plot, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Index of the value nearest to `wanted`, the first of several; undefined where there are none. */
export function nearestIndex(values: readonly number[], wanted: number): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce(
    (best, value, index) => (Math.abs(value - wanted) < Math.abs(values[best]! - wanted) ? index : best),
    0,
  );
}
