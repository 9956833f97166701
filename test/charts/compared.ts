import { type StrategyName, strategyNames } from '../../server/src/strategy/comparison';
import type { StrategyPoint, StrategySeries } from '../../server/src/sweep/strategies';

/** A point of so many tokens per second of one user. */
export function strategyPoint(perUser: number, throughput: number, change: Partial<StrategyPoint> = {}): StrategyPoint {
  return {
    throughput,
    perUser,
    ttft: 0.5,
    tpot: 1 / perUser,
    concurrency: 120,
    layout: '6A:10F',
    step: 'B 300, m 3, chunks of 806',
    chosen: false,
    ...change,
  };
}

/** A strategy with points from 10 to 40 tokens per second of one user, the second of three chosen. */
export function strategySeries(
  strategy: StrategyName = 'aggregated-afd',
  scale = 1,
  change: Partial<StrategySeries> = {},
): StrategySeries {
  return {
    strategy,
    name: strategy,
    missed: undefined,
    points: [
      strategyPoint(10, 900 * scale),
      strategyPoint(20, 800 * scale, { chosen: true }),
      strategyPoint(40, 300 * scale),
    ],
    ...change,
  };
}

/** All strategies, each with less throughput than the one before. */
export function allSeries(): readonly StrategySeries[] {
  return strategyNames.map((strategy, index) => strategySeries(strategy, 1 / (index + 1)));
}
