import type { StrategyName } from '../strategy/comparison';
import type { ComparedStrategies, StrategyPoint, StrategySeries } from '../sweep/strategies';
import type { Place } from './drawn';
import type { LineMark, PointsMark, RegionMark, RuleMark } from './marks';
import type { Shape } from './shapes';

/** What a Pareto chart of strategies shows: throughput of all devices against tokens per second of one user. */
export type Compared = Pick<ComparedStrategies, 'series' | 'objective'>;

/** The shape of each strategy's points. */
export const strategyShapes: Readonly<Record<StrategyName, Shape>> = {
  aggregated: 'circle',
  'prefill-decode': 'square',
  'aggregated-afd': 'triangle',
  'prefill-decode-afd': 'diamond',
};

/** A frontier: a line and its points. */
export function frontierMarks({
  strategy,
  points,
}: StrategySeries): readonly [LineMark<StrategyName>, PointsMark<StrategyName>] {
  const places = points.map(strategyPlace);
  return [
    { kind: 'line', of: strategy, places },
    { kind: 'points', of: strategy, shape: strategyShapes[strategy], places },
  ];
}

/** The best points within the objectives, to be drawn last, so that nothing hides them. */
export function chosenMarks({ series }: Compared): readonly PointsMark<StrategyName>[] {
  return series.flatMap(({ strategy, points }) => {
    const places = points.filter(({ chosen }) => chosen).map(strategyPlace);
    if (places.length === 0) return [];
    return [{ kind: 'points', of: strategy, shape: strategyShapes[strategy], places, isChosen: true } as const];
  });
}

/** Where a user gets fewer tokens than the objective asks for, and its end. */
export function objectiveMarks({ objective }: Compared): readonly (RegionMark<'missed'> | RuleMark<'objective'>)[] {
  if (!objective) return [];
  return [
    { kind: 'region', of: 'missed', from: undefined, to: objective.perUser },
    { kind: 'rule', of: 'objective', x: objective.perUser },
  ];
}

/** Where a point of a strategy is. */
export function strategyPlace({ perUser, throughput }: StrategyPoint): Place {
  return { x: perUser, y: throughput };
}
