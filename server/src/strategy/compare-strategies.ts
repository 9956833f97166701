import type { AggregatedLayout } from './aggregated-serving';
import { aggregatedFrontier, bestAggregated, nearestAggregated } from './best-aggregated';
import {
  bestPrefillDecode,
  nearestPrefillDecode,
  type PrefillDecodeFronts,
  prefillDecodeFrontier,
} from './best-prefill-decode';
import { bindingOfAggregated, bindingOfPrefillDecode } from './binding-constraint';
import {
  type Comparison,
  type ServingPoint,
  type StrategyName,
  type StrategyOption,
  strategyNames,
  usesAfd,
} from './comparison';
import type { Setting, StageScale } from './group-steps';
import { type Limits, limitsOf, missed, unlimited } from './limits';
import { paretoFront } from './pareto-front';
import { phaseFronts } from './phase-fronts';
import type { StrategyQuestion } from './question';
import { type SearchSpace, searchSpace, settingOf, withoutOverlap } from './search-space';
import { aggregatedPoint, prefillDecodePoint } from './serving-point';
import { type BestPair, verdictOf } from './verdict';

/** Points of a frontier, at most, beside the best one. */
const frontierPoints = { aggregated: 12, prefillDecode: 23 };

/**
 * What each strategy makes of the devices under the objectives, each at its best, and whether AFD pays. Pure and
 * synchronous; about half a second for 32 devices, 3 seconds for 128. Source: docs/strategy.md.
 */
export function compareStrategies(question: StrategyQuestion): Comparison {
  const space = searchSpace(question);
  const options = strategyOptions(space);
  const predicted = bestPair(
    options.map(({ strategy, feasible, point }) => [strategy, feasible ? point?.throughput : undefined]),
  );
  const fits = (afd: boolean): boolean =>
    options.some(({ strategy, point }) => usesAfd(strategy) === afd && point !== undefined);
  const judged = verdictOf({
    predicted,
    corners: cornersOf(question).map((scale) => bestAt(space, settingOf(question, scale))),
    withoutOverlap: bestAt(withoutOverlap(space), settingOf(question)),
    calibrated: question.calibrated,
    fits: { afd: fits(true), others: fits(false) },
    tpotAsked: question.objectives.tpot !== undefined,
  });
  return { ...judged, options };
}

/** The stage times at all ends of their errors, in every combination. */
function cornersOf({ relativeError }: StrategyQuestion): readonly StageScale[] {
  const ends = (error: number): readonly number[] => (error === 0 ? [1] : [Math.max(0, 1 - error), 1 + error]);
  return ends(relativeError.attention).flatMap((attention) =>
    ends(relativeError.communication).flatMap((communication) =>
      ends(relativeError.ffn).flatMap((ffn) =>
        ends(relativeError.prefill).map((prefill) => ({ attention, communication, ffn, prefill })),
      ),
    ),
  );
}

/** The best throughputs with other stage times, everything chosen anew. */
function bestAt(space: SearchSpace, setting: Setting): BestPair {
  const limits = limitsOf(space.question);
  const fronts = phaseFronts(space, setting, limits);
  return bestPair([
    ['aggregated', bestAggregated(setting, space.withoutAfd.both, limits)?.served.throughput],
    ['prefill-decode', bestPrefillDecode(setting, fronts.withoutAfd, limits)?.served.throughput],
    ['aggregated-afd', bestAggregated(setting, space.afd.both, limits)?.served.throughput],
    ['prefill-decode-afd', bestPrefillDecode(setting, fronts.afd, limits)?.served.throughput],
  ]);
}

function bestPair(throughputs: readonly (readonly [StrategyName, number | undefined])[]): BestPair {
  const best = (afd: boolean): number | undefined => {
    const values = throughputs.flatMap(([strategy, value]) =>
      usesAfd(strategy) === afd && value !== undefined ? [value] : [],
    );
    return values.length === 0 ? undefined : Math.max(...values);
  };
  return { afd: best(true), others: best(false) };
}

function strategyOptions(space: SearchSpace): readonly StrategyOption[] {
  const setting = settingOf(space.question);
  const limits = limitsOf(space.question);
  const fronts = {
    within: phaseFronts(space, setting, limits),
    all: phaseFronts(space, setting, unlimited),
  };
  return strategyNames.map((strategy) => {
    const kind = usesAfd(strategy) ? 'afd' : 'withoutAfd';
    return strategy === 'aggregated' || strategy === 'aggregated-afd'
      ? aggregatedOption(strategy, setting, space[kind].both, limits)
      : prefillDecodeOption(strategy, setting, { within: fronts.within[kind], all: fronts.all[kind] }, limits);
  });
}

function aggregatedOption(
  strategy: StrategyName,
  setting: Setting,
  layouts: readonly AggregatedLayout[],
  limits: Limits,
): StrategyOption {
  const best = bestAggregated(setting, layouts, limits);
  const choice = best ?? nearestAggregated(setting, layouts, limits);
  if (choice === undefined) return nothingFits(strategy);
  return {
    strategy,
    feasible: best !== undefined,
    bindingConstraint: best === undefined ? missed(choice.served, limits) : bindingOfAggregated(setting, best, limits),
    point: aggregatedPoint(setting, choice),
    frontier: frontOf(
      [...aggregatedFrontier(setting, layouts, limits, frontierPoints.aggregated), ...(best ? [best] : [])].map(
        (each) => aggregatedPoint(setting, each),
      ),
    ),
  };
}

function prefillDecodeOption(
  strategy: StrategyName,
  setting: Setting,
  fronts: { readonly within: PrefillDecodeFronts; readonly all: PrefillDecodeFronts },
  limits: Limits,
): StrategyOption {
  const best = bestPrefillDecode(setting, fronts.within, limits);
  const choice = best ?? nearestPrefillDecode(setting, fronts.all, limits);
  if (choice === undefined) return nothingFits(strategy);
  return {
    strategy,
    feasible: best !== undefined,
    bindingConstraint:
      best === undefined ? missed(choice.served, limits) : bindingOfPrefillDecode(setting, best, limits),
    point: prefillDecodePoint(setting, choice),
    frontier: frontOf(
      [
        ...prefillDecodeFrontier(setting, fronts.all, limits, frontierPoints.prefillDecode),
        ...(best ? [best] : []),
      ].map((each) => prefillDecodePoint(setting, each)),
    ),
  };
}

function frontOf(points: readonly ServingPoint[]): readonly ServingPoint[] {
  const front = paretoFront<ServingPoint>();
  for (const point of points) front.offer(point.tpot, point.throughput, () => point);
  return front.items();
}

function nothingFits(strategy: StrategyName): StrategyOption {
  return { strategy, feasible: false, bindingConstraint: 'memory', point: undefined, frontier: [] };
}
