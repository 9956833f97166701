import { type ServingPoint, type StrategyName, strategyNames } from '../../strategy/comparison';
import type { ComparedStrategies } from './compare-report';

/** A comparison as curves of system throughput against tokens per second per user. */
export interface StrategyChart {
  readonly series: readonly StrategySeries[];
  /** Tokens per second per user that the TPOT objective asks for; undefined without one. */
  readonly least: number | undefined;
}

/** Those of a strategy that have some points. */
export interface StrategySeries {
  readonly strategy: StrategyName;
  /** Ascending in tokens per second per user, none with less of both than another. */
  readonly points: readonly ChartPoint[];
  /** The best within the objectives. */
  readonly chosen: ChartPoint | undefined;
}

export interface ChartPoint {
  readonly perUser: number;
  readonly throughput: number;
}

export function strategyChart({ comparison, question }: ComparedStrategies): StrategyChart {
  const series = comparison.options.flatMap(({ strategy, frontier, feasible, point }) => {
    const chosen = feasible && point ? chartPoint(point) : undefined;
    const points = paretoOf([...frontier.map(chartPoint), ...(chosen ? [chosen] : [])]);
    return points.length === 0 ? [] : [{ strategy, points, chosen }];
  });
  const { tpot } = question.objectives;
  return { series, least: tpot === undefined ? undefined : 1 / tpot };
}

/** The number of a strategy, by which marks and colours are chosen. */
export function strategyIndex(strategy: StrategyName): number {
  return strategyNames.indexOf(strategy);
}

function chartPoint({ tokensPerSecondPerUser, throughput }: ServingPoint): ChartPoint {
  return { perUser: tokensPerSecondPerUser, throughput };
}

function paretoOf(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const kept: ChartPoint[] = [];
  const fastestFirst = [...points].sort((a, b) => b.perUser - a.perUser || b.throughput - a.throughput);
  for (const point of fastestFirst) if (point.throughput > (kept.at(-1)?.throughput ?? 0)) kept.push(point);
  return kept.reverse();
}
