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
import type { Setting } from './group-steps';
import { type Limits, limitsOf, missed, unlimited } from './limits';
import { optionWorlds } from './option-worlds';
import { paretoFront } from './pareto-front';
import { phaseFronts } from './phase-fronts';
import type { StrategyQuestion } from './question';
import { type SearchSpace, searchSpace, settingIn, settingOf, withoutOverlap } from './search-space';
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
  const apart = bestAt(withoutOverlap(space), settingOf(question));
  const judged = verdictOf({
    predicted,
    worlds: optionWorlds(question).map((world) => ({
      world,
      pair: overlapping(bestAt(space, settingIn(world, question)), world.overlap, predicted, apart),
    })),
    withoutOverlap: apart,
    calibrated: question.calibrated,
    fits: { afd: fits(true), others: fits(false) },
    tpotAsked: question.objectives.tpot !== undefined,
  });
  return { ...judged, options };
}

/**
 * The best of both where groups without AFD overlap only so far, those that prefill beside AFD included: what that costs is
 * taken to be as at the predicted times, in logarithms. What keeps the objectives only by overlapping does so down to half
 * of it.
 */
function overlapping(best: BestPair, overlap: number, predicted: BestPair, apart: BestPair): BestPair {
  const of = (side: 'afd' | 'others'): number | undefined => {
    const [throughput, ideal, none] = [best[side], predicted[side], apart[side]];
    if (throughput === undefined || ideal === undefined) return throughput;
    if (none === undefined) return overlap < 0.5 ? undefined : throughput;
    return throughput * (none / ideal) ** (1 - overlap);
  };
  return { afd: of('afd'), others: of('others') };
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
