import { strategyNames } from '../../strategy/comparison';
import { formatTick } from '../../text/format';
import { strategyLabels } from '../../wording/strategy-words';
import type { PlotSize } from '../simulate/sweep-plot';
import { axisOf, ticks } from '../svg';
import { type ChartPoint, type StrategyChart, strategyIndex } from './compare-series';

/** A mark for each strategy, in the order of their names; the capital is the best within the objectives. */
const marks = ['a', 'p', 'f', 'd'] as const;

/**
 * Throughput against tokens per second per user in plain characters, a letter for the points of each strategy, the capital
 * for its best, and a column of `:` where the TPOT objective lies. No lines where there is nothing to draw.
 */
export function strategyPlot(
  { series, least }: StrategyChart,
  { columns, rows }: PlotSize = { columns: 64, rows: 16 },
): readonly string[] {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return [];
  const xAxis = axisOf([...points.map(({ perUser }) => perUser), least ?? 0]);
  const yAxis = axisOf(points.map(({ throughput }) => throughput));
  const columnOf = (perUser: number): number => Math.round((perUser / xAxis.high) * (columns - 1));
  const rowOf = (throughput: number): number => rows - 1 - Math.round((throughput / yAxis.high) * (rows - 1));
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  const put = ({ perUser, throughput }: ChartPoint, mark: string): void => {
    cells[rowOf(throughput)]![columnOf(perUser)] = mark;
  };
  if (least !== undefined) for (const row of cells) row[columnOf(least)] = ':';
  for (const { strategy, points: drawn } of series)
    for (const each of drawn) put(each, marks[strategyIndex(strategy)]!);
  // Last, so that nothing hides what is chosen.
  for (const { strategy, chosen } of series) if (chosen) put(chosen, marks[strategyIndex(strategy)]!.toUpperCase());

  const labels = new Map(ticks(yAxis).map((value) => [rowOf(value), formatTick(value, yAxis.step)]));
  const width = Math.max(...[...labels.values()].map(({ length }) => length));
  const indent = ' '.repeat(width + 2);
  const below = Array.from({ length: columns + 4 }, () => ' ');
  for (const value of ticks(xAxis)) {
    const label = formatTick(value, xAxis.step);
    below.splice(Math.max(0, columnOf(value) - Math.floor(label.length / 2)), label.length, ...label);
  }
  return [
    `${indent}tok/s of all devices`,
    ...cells.map((row, i) => `${(labels.get(i) ?? '').padStart(width)} |${row.join('')}`.trimEnd()),
    `${' '.repeat(width)} +${'-'.repeat(columns)}`,
    `${indent}${below.join('').trimEnd()}`,
    `${indent}${'tok/s per user'.padStart((columns + 14) / 2)}`,
    `${indent}${strategyNames.map((each, i) => `${marks[i]} ${strategyLabels[each]}`).join('   ')}`,
    `${indent}capital: the best within the objectives${least === undefined ? '' : '   : TPOT objective, kept to its right'}`,
  ];
}
