import { type Cells, fillColumn, put } from './characters';
import { type Attributes, type Drawn, drawn, type Place } from './drawn';
import type { Plot } from './plot';
import { dot, intervalBar, polylines, type Shape } from './shapes';

/** What a chart shows, in the units of its axes. `of` names what it belongs to, by which a front end knows how it looks. */
export type Mark<Of extends string = string> =
  | LineMark<Of>
  | PointsMark<Of>
  | IntervalMark<Of>
  | RuleMark<Of>
  | RegionMark<Of>
  | BandMark<Of>
  | BarMark<Of>;

/** A line through places, broken where one is not finite. */
export interface LineMark<Of extends string = string> {
  readonly kind: 'line';
  readonly of: Of;
  readonly places: readonly Place[];
}

/** Points of one shape; `isChosen`: they are to stand out. */
export interface PointsMark<Of extends string = string> {
  readonly kind: 'points';
  readonly of: Of;
  readonly shape: Shape;
  readonly places: readonly Place[];
  readonly isChosen?: boolean;
}

/** Where a value at `x` may lie. */
export interface IntervalMark<Of extends string = string> {
  readonly kind: 'interval';
  readonly of: Of;
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** A line across the plot at `x`. */
export interface RuleMark<Of extends string = string> {
  readonly kind: 'rule';
  readonly of: Of;
  readonly x: number;
}

/** All between two values of x; undefined is the plot's edge. */
export interface RegionMark<Of extends string = string> {
  readonly kind: 'region';
  readonly of: Of;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** A stretch of the x axis. */
export interface BandMark<Of extends string = string> {
  readonly kind: 'band';
  readonly of: Of;
  readonly from: number;
  readonly to: number;
}

/** A bar from 0 to `x`, its middle at `y`. */
export interface BarMark<Of extends string = string> {
  readonly kind: 'bar';
  readonly of: Of;
  readonly x: number;
  readonly y: number;
}

/** How a mark looks in a picture. */
export interface Look {
  readonly attributes: Attributes;
  /** From the middle of a point to its sides, the height of a band, or half of a bar's: in pixels. */
  readonly size?: number;
  /** How far above the plot a rule begins, for a label there. */
  readonly above?: number;
}

type Kind = Mark['kind'];
type MarkOf<K extends Kind, Of extends string> = Extract<Mark<Of>, { readonly kind: K }>;

/** How marks look, by their kind; those of other kinds are left out. */
export type Looks<Of extends string> = { readonly [K in Kind]?: (mark: MarkOf<K, Of>) => Look };

type PrintedKind = 'line' | 'points' | 'interval' | 'rule';

/** The characters for marks, by their kind; those of other kinds are left out. */
export type Signs<Of extends string> = { readonly [K in PrintedKind]?: (mark: MarkOf<K, Of>) => string };

/** How one kind of mark is drawn. */
interface Rendering<M> {
  readonly draw: (mark: M, plot: Plot, look: Look) => readonly Drawn[];
}

/** How one kind of mark is drawn, and how it is written in characters. */
interface PrintedRendering<M> extends Rendering<M> {
  readonly print: (mark: M, plot: Plot, cells: Cells, sign: string) => void;
}

/** Size of a point where its look says none. */
const usualSize = 3.5;

/** Marks that are wider than what they stand for, so that they are seen. */
const leastWidth = { band: 8, bar: 1 };

const line: PrintedRendering<LineMark> = {
  draw: ({ places }, plot, { attributes }) => polylines(placed(places, plot), attributes),
  print: ({ places }, plot, cells, sign) => {
    const [first, ...others] = placed(places, plot);
    if (!first) return;
    const last = others.at(-1) ?? first;
    for (let column = Math.ceil(first.x); column <= last.x; column++)
      put(cells, { x: column, y: heightAt([first, ...others], column) }, sign);
  },
};

const points: PrintedRendering<PointsMark> = {
  draw: ({ shape, places }, plot, { attributes, size = usualSize }) =>
    placed(places, plot).map((place) => dot(shape, place, size, attributes)),
  print: ({ places }, plot, cells, sign) => {
    for (const place of placed(places, plot)) put(cells, place, sign);
  },
};

const interval: PrintedRendering<IntervalMark> = {
  draw: ({ x, low, high }, plot, { attributes }) => [
    intervalBar(plot.x.at(x), plot.y.at(low), plot.y.at(high), attributes),
  ],
  print: ({ x, low, high }, plot, cells, sign) => {
    fillColumn(cells, plot.x.at(x), plot.y.at(low), plot.y.at(high), sign);
  },
};

const rule: PrintedRendering<RuleMark> = {
  draw: ({ x }, { x: axis, top, bottom }, { attributes, above = 0 }) => [
    drawn('line', { ...attributes, x1: axis.at(x), x2: axis.at(x), y1: top - above, y2: bottom }),
  ],
  print: ({ x }, plot, cells, sign) => {
    fillColumn(cells, plot.x.at(x), plot.bottom, plot.top, sign);
  },
};

const region: Rendering<RegionMark> = {
  draw: (mark, plot, { attributes }) => {
    const [from, to] = edges(mark, plot);
    const { top, bottom } = plot;
    return [drawn('rect', { ...attributes, x: from, y: top, width: Math.max(0, to - from), height: bottom - top })];
  },
};

const band: Rendering<BandMark> = {
  draw: ({ from, to }, { x: axis, bottom }, { attributes, size = usualSize }) => {
    const middle = (axis.at(from) + axis.at(to)) / 2;
    const width = Math.max(leastWidth.band, axis.at(to) - axis.at(from));
    return [drawn('rect', { ...attributes, x: middle - width / 2, y: bottom - size, width, height: size })];
  },
};

const bar: Rendering<BarMark> = {
  draw: ({ x, y }, plot, { attributes, size = usualSize }) => {
    const [from, to] = [plot.x.at(0), plot.x.at(x)];
    const box = { x: from, y: plot.y.at(y) - size, width: Math.max(leastWidth.bar, to - from), height: 2 * size };
    return [drawn('rect', { ...attributes, ...box })];
  },
};

/** All kinds of marks. A new one is a type in `Mark`, its rendering, and an entry here. */
const renderings = { line, points, interval, rule, region, band, bar } satisfies {
  readonly [K in Kind]: Rendering<MarkOf<K, string>>;
};

/** Marks as pictures, in their order. */
export function drawMarks<Of extends string>(
  marks: readonly Mark<Of>[],
  plot: Plot,
  looks: Looks<Of>,
): readonly Drawn[] {
  return marks.flatMap((mark) => {
    const look = (looks[mark.kind] as ((mark: Mark<Of>) => Look) | undefined)?.(mark);
    return look ? (renderings[mark.kind] as Rendering<Mark<Of>>).draw(mark, plot, look) : [];
  });
}

/** Writes marks into cells, the later over the earlier. */
export function printMarks<Of extends string>(
  marks: readonly Mark<Of>[],
  plot: Plot,
  cells: Cells,
  signs: Signs<Of>,
): void {
  for (const mark of marks) {
    if (!isPrinted(mark)) continue;
    const sign = (signs[mark.kind] as ((mark: Mark<Of>) => string) | undefined)?.(mark);
    if (sign !== undefined) (renderings[mark.kind] as PrintedRendering<Mark<Of>>).print(mark, plot, cells, sign);
  }
}

function isPrinted<Of extends string>(mark: Mark<Of>): mark is MarkOf<PrintedKind, Of> {
  return 'print' in renderings[mark.kind];
}

/** Where a region begins and ends in a picture. */
export function edges({ from, to }: RegionMark, plot: Plot): readonly [number, number] {
  return [from === undefined ? plot.left : plot.x.at(from), to === undefined ? plot.right : plot.x.at(to)];
}

function placed(places: readonly Place[], { x, y }: Plot): readonly Place[] {
  return places.map((place) => ({ x: x.at(place.x), y: y.at(place.y) }));
}

/** The height of a line through places of ascending x. */
function heightAt(places: readonly Place[], x: number): number {
  const after = places.findIndex((place) => place.x >= x);
  if (after <= 0) return (after === 0 ? places[0] : places.at(-1))!.y;
  const [a, b] = [places[after - 1]!, places[after]!];
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}
