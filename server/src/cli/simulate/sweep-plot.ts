import type { Regime } from '../../provisioning/cycle/operating-point';
import type { SimulatedSweep, TheoryPoint, TheorySweep } from '../../sweep/sweep';
import { formatNumber, formatPools, formatThroughputEstimate } from '../../text/format';
import { regimeWords } from '../../text/words';

/** Columns and rows of the plot itself, without its labels. */
export interface PlotSize {
  readonly columns: number;
  readonly rows: number;
}

const regimeLetters: Readonly<Record<Regime, string>> = { attention: 'A', communication: 'C', ffn: 'F', pipeline: 'P' };

/**
 * Throughput against ratio in plain characters: the theory as dots, simulated means as `o` with `|` for intervals taller
 * than a row, below it the regime of each column, and marks for the configured, recommended and simulated best ratio.
 * The numbers at its side are in the unit of `formatThroughputEstimate`.
 */
export function sweepPlot(
  theory: TheorySweep,
  simulated: SimulatedSweep | undefined,
  { columns, rows }: PlotSize = { columns: 64, rows: 14 },
): string {
  const { points } = theory;
  if (points.length === 0) return 'no ratio in the range';
  const ratios = [...points, ...(simulated?.points ?? [])].map(({ ratio }) => ratio);
  const [left, right] = [Math.min(...ratios), Math.max(...ratios)];
  const top = Math.max(...points.map(({ throughput }) => throughput), ...(simulated?.points ?? []).map(highest)) || 1;
  const columnOf = (ratio: number): number =>
    right === left ? 0 : Math.round(((ratio - left) / (right - left)) * (columns - 1));
  const rowOf = (throughput: number): number =>
    Math.min(rows - 1, Math.max(0, rows - 1 - Math.round((throughput / top) * (rows - 1))));

  // A single ratio has no width, and a line across would claim ratios that nobody asked for.
  const used = right === left ? 1 : columns;
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  for (let column = 0; column < used; column++) {
    const ratio = left + ((right - left) * column) / Math.max(1, columns - 1);
    cells[rowOf(interpolated(points, ratio))]![column] = '.';
  }
  for (const point of simulated?.points ?? []) {
    const column = columnOf(point.ratio);
    const { mean, low, high } = point.throughput;
    for (let row = rowOf(high ?? mean); row <= rowOf(low ?? mean); row++) cells[row]![column] = '|';
    cells[rowOf(mean)]![column] = 'o';
  }

  const labels = cells.map((_, row) =>
    (row % 4 === 0 && row < rows - 2) || row === rows - 1
      ? formatThroughputEstimate((top * (rows - 1 - row)) / Math.max(1, rows - 1), undefined, theory.timeUnit)
      : '',
  );
  const width = Math.max(...labels.map((label) => label.length));
  const indent = ' '.repeat(width + 2);
  const strip = Array.from({ length: used }, (_, column) => {
    const ratio = left + ((right - left) * column) / Math.max(1, columns - 1);
    return regimeLetters[nearest(points, ratio).regime];
  }).join('');
  return [
    ...cells.map((row, i) => `${labels[i]!.padStart(width)} |${row.join('')}`.trimEnd()),
    `${' '.repeat(width)} +${'-'.repeat(columns)}`,
    `${indent}${strip}`,
    `${indent}${axis(left, right, columns)}`,
    ...marksOf(theory, simulated, left, right)
      .flatMap(({ ratio, label }) => mark(columnOf(ratio), label, columns))
      .map((line) => `${indent}${line}`),
    '',
    ...legend(points, simulated !== undefined).map((line) => `${indent}${line}`),
  ].join('\n');
}

function highest({ throughput }: SimulatedSweep['points'][number]): number {
  return throughput.high ?? throughput.mean;
}

/** The theory between two of its points, on a straight line. */
function interpolated(points: readonly TheoryPoint[], ratio: number): number {
  const after = points.findIndex((point) => point.ratio >= ratio);
  if (after <= 0) return (after === 0 ? points[0] : points.at(-1))!.throughput;
  const [a, b] = [points[after - 1]!, points[after]!];
  return a.throughput + ((b.throughput - a.throughput) * (ratio - a.ratio)) / (b.ratio - a.ratio);
}

function nearest(points: readonly TheoryPoint[], ratio: number): TheoryPoint {
  return points.reduce((best, point) => (Math.abs(point.ratio - ratio) < Math.abs(best.ratio - ratio) ? point : best));
}

function axis(left: number, right: number, columns: number): string {
  const [first, last] = [formatNumber(left), formatNumber(right)];
  if (left === right) return `${first}  ratio r`;
  const middle = 'ratio r';
  const gap = Math.max(1, Math.floor((columns - middle.length) / 2) - first.length);
  const line = `${first}${' '.repeat(gap)}${middle}`;
  return `${line}${' '.repeat(Math.max(1, columns - line.length - last.length))}${last}`;
}

interface Mark {
  readonly ratio: number;
  readonly label: string;
}

/** The ratios worth a mark, those of one pair of pools on one line. */
function marksOf(
  { configured, recommended, predicted }: TheorySweep,
  simulated: SimulatedSweep | undefined,
  left: number,
  right: number,
): readonly Mark[] {
  const named = [
    { pools: configured, name: 'configured' },
    ...(recommended ? [{ pools: recommended, name: 'recommended' }] : []),
    ...(formatPools(predicted) === formatPools(recommended ?? configured)
      ? []
      : [{ pools: predicted, name: 'predicted' }]),
    ...(simulated ? [{ pools: simulated.best, name: 'simulated best' }] : []),
  ];
  const names = new Map<string, { ratio: number; names: string[] }>();
  for (const { pools, name } of named) {
    if (pools.ratio < left || pools.ratio > right) continue;
    const entry = names.get(formatPools(pools)) ?? { ratio: pools.ratio, names: [] };
    entry.names.push(name);
    names.set(formatPools(pools), entry);
  }
  return [...names].map(([pools, { ratio, names: all }]) => ({ ratio, label: `${pools} ${all.join(', ')}` }));
}

/** `^ label` at a column, or `label ^` where there is more room on its left; the label below where neither side has room. */
function mark(column: number, label: string, columns: number): readonly string[] {
  if (column + label.length + 2 <= columns) return [`${' '.repeat(column)}^ ${label}`];
  if (column > label.length) return [`${label} ^`.padStart(column + 1)];
  if (label.length > columns) return [`${' '.repeat(column)}^ ${label}`];
  return [`${' '.repeat(column)}^`, label.padStart(columns)];
}

/** What the signs mean, and below it the letters. */
function legend(points: readonly TheoryPoint[], isSimulated: boolean): readonly string[] {
  const regimes = [...new Set(points.map(({ regime }) => regime))].map(
    (regime) => `${regimeLetters[regime]} ${regimeWords[regime]}`,
  );
  const signs = ['. theory', ...(isSimulated ? ['o simulation, | 95 % interval'] : [])];
  return [signs.join('   '), regimes.join('   ')];
}
