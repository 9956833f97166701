import type { Axis } from '../../../server/src/charts/axis';
import { drawnXAxis, drawnYAxis } from '../../../server/src/charts/draw-axes';
import { type Drawn, drawn, type Place } from '../../../server/src/charts/drawn';
import type { Plot, PlotBox } from '../../../server/src/charts/plot';
import { dot } from '../../../server/src/charts/shapes';

/** Tells the width of a text, of a weight other than the usual one if given. */
export type Measure = (text: string, weight?: number) => number;

/** A chart as plain data, and what is drawn over it where the reader points to the point of a key. */
export interface Chart<Key> {
  readonly drawing: Drawn;
  readonly plot: Plot;
  readonly marked: (key: Key) => readonly Drawn[];
}

/** Room at the right edge, for half of the last number. */
const rightMargin = 14;

/** Room between the plot's sides and the outermost points. */
const sideInset = 10;

/** Where a chart draws: the size of its picture, where the plot begins, and the room above and below it. */
export interface ChartRoom {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly above: number;
  readonly below: number;
  /** Room inside the plot that data leaves free. */
  readonly head: number;
  readonly foot: number;
}

/** The plot in a room, its axes made for the part of it that is for data. */
export function plotIn(
  { width, height, left, above, below, head, foot }: ChartRoom,
  axes: {
    readonly x: (range: readonly [number, number]) => Axis;
    readonly y: (range: readonly [number, number]) => Axis;
  },
): Plot {
  const right = Math.max(left + 40, width - rightMargin);
  const [top, bottom] = [above, height - below];
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: axes.x([left + sideInset, right - sideInset]),
    y: axes.y([bottom - foot, top + head]),
  };
}

/** Where a plot begins that leaves the numbers of its y axis the room they need. */
export function leftOf(labels: readonly string[], measure: Measure): number {
  return Math.ceil(Math.max(...labels.map((label) => measure(label)))) + 12;
}

/** The numbers of a plot's y axis. */
export function yLabels({ y }: Plot): readonly string[] {
  return y.ticks.values.map(y.text);
}

/** A picture of the size of its plot; what is in it is told by the table and by the point that is read out. */
export function picture({ width, height }: Plot, ...children: readonly Drawn[]): Drawn {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return drawn('svg', { ...size, 'aria-hidden': 'true', focusable: 'false' }, ...children);
}

/** Grid lines, both axes and their numbers. */
export function axes(plot: Plot): readonly Drawn[] {
  const look = { grid: { class: 'grid' }, numbers: { class: 'tick' }, line: { class: 'axis' } };
  return [...drawnYAxis(plot, look), ...drawnXAxis(plot, look)];
}

/** Pattern of the region over the TPOT objective; one per picture, since ids belong to the document. */
export function hatch(id: string): Drawn {
  const line = drawn('line', { class: 'hatch', x1: 3, y1: 0, x2: 3, y2: 6 });
  const box = { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  return drawn('defs', {}, drawn('pattern', box, line));
}

/** The plot's area as a clip path, for what may reach beyond it. */
export function plotClip(id: string, { left, right, top, bottom }: PlotBox): Drawn {
  const box = drawn('rect', { x: left, y: top, width: right - left, height: bottom - top });
  return drawn('defs', {}, drawn('clipPath', { id }, box));
}

/** A ring around a point. */
export function ring(place: Place, size: number): Drawn {
  return dot('circle', place, size, { class: 'ring' });
}
