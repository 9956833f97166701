import type { Comparison, ServingPoint, StrategyOption } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { layoutWords, standingWords, stepWords, strategyLabels } from '../wording/strategy-words';
import type { StrategyPoint, StrategySeries } from './strategies';

/** The frontiers of those strategies that have one, each with its best point within the objectives. */
export function strategySeries(
  { objectives }: StrategyQuestion,
  { options }: Pick<Comparison, 'options'>,
): readonly StrategySeries[] {
  return options
    .map((option) => ({
      strategy: option.strategy,
      name: strategyLabels[option.strategy],
      missed: option.feasible ? undefined : standingWords(option, objectives),
      points: pointsOf(option),
    }))
    .filter(({ points }) => points.length > 0);
}

function pointsOf({ feasible, point, frontier }: StrategyOption): readonly StrategyPoint[] {
  const chosen = feasible ? point : undefined;
  const others = frontier.filter((each) => chosen === undefined || !stands(chosen, each));
  return [...others, ...(chosen ? [chosen] : [])]
    .sort((a, b) => a.tokensPerSecondPerUser - b.tokensPerSecondPerUser)
    .map((each) => strategyPoint(each, each === chosen));
}

/** Whether `point` is as good as `other` in both, as the copy of itself on its frontier is. */
function stands(point: ServingPoint, other: ServingPoint): boolean {
  return point.throughput >= other.throughput && point.tpot <= other.tpot;
}

function strategyPoint(point: ServingPoint, chosen: boolean): StrategyPoint {
  const { throughput, tokensPerSecondPerUser, ttft, tpot, concurrency } = point;
  return {
    throughput,
    perUser: tokensPerSecondPerUser,
    ttft,
    tpot,
    concurrency,
    layout: layoutWords(point),
    step: stepWords(point),
    chosen,
  };
}
