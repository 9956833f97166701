import type { Comparison, ServingPoint, StrategyOption } from '../strategy/comparison';
import { paretoFront } from '../strategy/pareto-front';
import type { StrategyQuestion } from '../strategy/question';
import { layoutWords, standingWords, stepWords, strategyLabels } from '../wording/strategy-words';
import type { ComparedStrategies, StrategyPoint, StrategySeries } from './strategies';

/** A comparison as frontiers of throughput against tokens per second of one user, and the objective on the latter. */
export function strategyCurves(
  question: Pick<StrategyQuestion, 'objectives'>,
  comparison: Pick<Comparison, 'options'>,
): Pick<ComparedStrategies, 'series' | 'objective'> {
  const { tpot } = question.objectives;
  return {
    series: strategySeries(question, comparison),
    objective: tpot === undefined ? undefined : { tpotSeconds: tpot, perUser: 1 / tpot },
  };
}

/** The frontiers of those strategies that have one, each with its best point within the objectives. */
function strategySeries(
  { objectives }: Pick<StrategyQuestion, 'objectives'>,
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

/** What no other point beats, ascending in speed; the chosen point is on it, or what has as much of both. */
function pointsOf({ feasible, point, frontier }: StrategyOption): readonly StrategyPoint[] {
  const chosen = feasible ? point : undefined;
  const front = paretoFront<ServingPoint>();
  for (const each of [...(chosen ? [chosen] : []), ...frontier]) front.offer(each.tpot, each.throughput, () => each);
  const points = front.items();
  const best = chosen && points.find(({ tpot, throughput }) => tpot <= chosen.tpot && throughput >= chosen.throughput);
  return [...points].reverse().map((each) => strategyPoint(each, each === best));
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
