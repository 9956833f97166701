import { linearAxis } from '../../charts/axis';
import { type CharacterSize, characterPlot, emptyCells, framed, rowAxis } from '../../charts/characters';
import { edges, printMarks } from '../../charts/marks';
import type { Plot } from '../../charts/plot';
import { pointedOut, regimeRegions, throughputSeries } from '../../charts/sweep-marks';
import type { Regime } from '../../provisioning/cycle/operating-point';
import type { SimulatedSweep, TheoryPoint, TheorySweep } from '../../sweep/sweep';
import { formatNumber, formatPools, formatThroughputEstimate } from '../../text/format';
import { regimeWords } from '../../text/words';

const regimeLetters: Readonly<Record<Regime, string>> = { attention: 'A', communication: 'C', ffn: 'F', pipeline: 'P' };

/**
 * Throughput against ratio in plain characters: the theory as dots, simulated means as `o` with `|` for intervals taller
 * than a row, below it the regime of each column, and marks for the configured, recommended and simulated best ratio.
 * The numbers at its side are in the unit of `formatThroughputEstimate`.
 */
export function sweepPlot(
  theory: TheorySweep,
  simulated: SimulatedSweep | undefined,
  size: CharacterSize = { columns: 64, rows: 14 },
): string {
  const { points } = theory;
  if (points.length === 0) return 'no ratio in the range';
  const { columns } = size;
  const ratios = [...points, ...(simulated?.points ?? [])].map(({ ratio }) => ratio);
  const [left, right] = [Math.min(...ratios), Math.max(...ratios)];
  const top = Math.max(...points.map(({ throughput }) => throughput), ...(simulated?.points ?? []).map(highest)) || 1;
  const plot = characterPlot(size, {
    // A single ratio stands in the first column.
    x: (range) => linearAxis([left, right === left ? left + 1 : right], range),
    y: (range) => rowAxis(top, range, (value) => formatThroughputEstimate(value, undefined, theory.timeUnit)),
  });
  const cells = emptyCells(size);
  const series = throughputSeries(theory, simulated);
  printMarks([...series.theory, ...series.simulated], plot, cells, {
    line: () => '.',
    interval: () => '|',
    points: () => 'o',
  });
  const { lines, indent } = framed(cells, size, plot);
  const below = [
    regimeStrip(theory, plot, right === left ? 1 : columns),
    axis(left, right, columns),
    ...marksOf(theory, simulated, left, right).flatMap(({ ratio, label }) =>
      mark(Math.round(plot.x.at(ratio)), label, columns),
    ),
  ];
  return [
    ...lines,
    ...below.map((line) => `${indent}${line}`),
    '',
    ...legend(points, simulated !== undefined).map((line) => `${indent}${line}`),
  ].join('\n');
}

function highest({ throughput }: SimulatedSweep['points'][number]): number {
  return throughput.high ?? throughput.mean;
}

/** The letter of the regime of each column. */
function regimeStrip(theory: TheorySweep, plot: Plot, columns: number): string {
  const regions = regimeRegions(theory);
  return Array.from({ length: columns }, (_, column) => {
    const region = regions.find((each) => column <= edges(each, plot)[1]) ?? regions.at(-1)!;
    return regimeLetters[region.of];
  }).join('');
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

const pointedOutWords = { configured: 'configured', best: 'recommended', predicted: 'predicted' } as const;

/** The ratios worth a mark, those of one pair of pools on one line. */
function marksOf(
  theory: TheorySweep,
  simulated: SimulatedSweep | undefined,
  left: number,
  right: number,
): readonly Mark[] {
  const named = [
    ...pointedOut(theory).map(({ why, point }) => ({ pools: point, name: pointedOutWords[why] })),
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
