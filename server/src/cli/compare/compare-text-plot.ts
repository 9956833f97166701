import { axisFromZero } from '../../charts/axis';
import { type CharacterSize, characterPlot, emptyCells, framed, numbersBelow } from '../../charts/characters';
import { printMarks } from '../../charts/marks';
import { type Compared, chosenMarks, frontierMarks, objectiveMarks } from '../../charts/strategy-marks';
import { type StrategyName, strategyNames } from '../../strategy/comparison';
import { strategyLabels } from '../../wording/strategy-words';

/** A letter for each strategy; its capital is the best within the objectives. */
const letters: Readonly<Record<StrategyName, string>> = {
  aggregated: 'a',
  'prefill-decode': 'p',
  'aggregated-afd': 'f',
  'prefill-decode-afd': 'd',
};

/**
 * Throughput against tokens per second per user in plain characters, a letter for the points of each strategy, the capital
 * for its best, and a column of `:` where the TPOT objective lies. No lines where there is nothing to draw.
 */
export function strategyPlot(compared: Compared, size: CharacterSize = { columns: 64, rows: 16 }): readonly string[] {
  const { series, objective } = compared;
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return [];
  const speeds = points.map(({ perUser }) => perUser);
  const throughputs = points.map(({ throughput }) => throughput);
  const plot = characterPlot(size, {
    x: (range) => axisFromZero([...speeds, objective?.perUser ?? 0], range),
    y: (range) => axisFromZero(throughputs, range),
  });
  const cells = emptyCells(size);
  printMarks(objectiveMarks(compared), plot, cells, { rule: () => ':' });
  printMarks([...series.flatMap(frontierMarks), ...chosenMarks(compared)], plot, cells, {
    points: ({ of, isChosen }) => (isChosen ? letters[of].toUpperCase() : letters[of]),
  });
  const { columns } = size;
  const { lines, indent } = framed(cells, size, plot);
  return [
    `${indent}tok/s of all devices`,
    ...lines,
    `${indent}${numbersBelow(plot.x, columns)}`,
    `${indent}${'tok/s per user'.padStart((columns + 14) / 2)}`,
    `${indent}${strategyNames.map((each) => `${letters[each]} ${strategyLabels[each]}`).join('   ')}`,
    `${indent}capital: the best within the objectives${objective === undefined ? '' : '   : TPOT objective, kept to its right'}`,
  ];
}
