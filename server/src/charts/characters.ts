import type { Axis } from './axis';
import type { Place } from './drawn';
import type { Plot } from './plot';
import { linearScale } from './scale';

/** Columns and rows of a plot in plain characters, without its labels. */
export interface CharacterSize {
  readonly columns: number;
  readonly rows: number;
}

/** The characters of a plot, row by row from its top. Heights are counted in rows above the lowest. */
export type Cells = string[][];

/** Empty cells. */
export function emptyCells({ columns, rows }: CharacterSize): Cells {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
}

/** The plot of cells: the ranges of its axes are the middles of the outermost columns and rows. */
export function characterPlot(
  { columns, rows }: CharacterSize,
  axes: {
    readonly x: (range: readonly [number, number]) => Axis;
    readonly y: (range: readonly [number, number]) => Axis;
  },
): Plot {
  const box = { left: 0, right: columns - 1, bottom: 0, top: rows - 1 };
  return { width: columns, height: rows, ...box, x: axes.x([0, columns - 1]), y: axes.y([0, rows - 1]) };
}

/** An axis from 0 to `top` whose numbers are the exact values of every fourth row and the lowest one. */
export function rowAxis(top: number, range: readonly [number, number], text: (value: number) => string): Axis {
  const [, last] = range;
  const rows = Array.from({ length: last + 1 }, (_, row) => row);
  const numbered = rows.filter((row) => (row % 4 === 0 && row < last - 1) || row === last);
  const values = numbered.map((row) => (top * (last - row)) / Math.max(1, last));
  return { at: linearScale([0, top], range), ticks: { step: 0, values }, text };
}

/** Puts a character into the cell nearest to a place, into none where the place is not finite. */
export function put(cells: Cells, { x, y }: Place, sign: string): void {
  if (Number.isFinite(x) && Number.isFinite(y)) cells[rowAt(cells, y)]![Math.round(x)] = sign;
}

/** Puts a character into all cells of a column between two heights. */
export function fillColumn(cells: Cells, x: number, low: number, high: number, sign: string): void {
  for (let row = rowAt(cells, high); row <= rowAt(cells, low); row++) cells[row]![Math.round(x)] = sign;
}

/** The row nearest to a height, counted from the top. */
function rowAt(cells: Cells, height: number): number {
  return Math.min(cells.length - 1, Math.max(0, cells.length - 1 - Math.round(height)));
}

/** Cells in a frame, with the numbers of the y axis at its side. */
export interface FramedCells {
  readonly lines: readonly string[];
  /** What stands before the first column in lines below. */
  readonly indent: string;
}

/** Frames cells. */
export function framed(cells: Cells, { columns }: CharacterSize, { y }: Plot): FramedCells {
  const labels = new Map(y.ticks.values.map((value) => [rowAt(cells, y.at(value)), y.text(value)]));
  const width = Math.max(...[...labels.values()].map(({ length }) => length));
  const rows = cells.map((row, at) => `${(labels.get(at) ?? '').padStart(width)} |${row.join('')}`.trimEnd());
  return { lines: [...rows, `${' '.repeat(width)} +${'-'.repeat(columns)}`], indent: ' '.repeat(width + 2) };
}

/** The numbers of an x axis, each with its middle under its column. */
export function numbersBelow({ ticks, at, text }: Axis, columns: number): string {
  const line = Array.from({ length: columns + 4 }, () => ' ');
  for (const value of ticks.values) {
    const label = text(value);
    line.splice(Math.max(0, Math.round(at(value)) - Math.floor(label.length / 2)), label.length, ...label);
  }
  return line.join('').trimEnd();
}
