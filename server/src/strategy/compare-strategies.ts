import {
  bestDisaggregated,
  type DisaggregatedFronts,
  disaggregatedFrontier,
  nearestDisaggregated,
} from './best-disaggregated';
import { bestMixed, mixedFrontier, nearestMixed } from './best-mixed';
import { bindingOfDisaggregated, bindingOfMixed } from './binding-constraint';
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
import type { MixedLayout } from './mixed-serving';
import { paretoFront } from './pareto-front';
import { phaseFronts } from './phase-fronts';
import type { StrategyQuestion } from './question';
import { type SearchSpace, searchSpace, settingOf } from './search-space';
import { disaggregatedPoint, mixedPoint } from './serving-point';
import { type BestPair, judge } from './verdict';

/** Points of a frontier, at most, beside the best one. */
const frontierPoints = { mixed: 12, disaggregated: 23 };

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
  const judged = judge({
    predicted,
    corners: cornersOf(question).map((scale) => bestAt(space, settingOf(question, scale))),
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
    ['aggregated', bestMixed(setting, space.shared.both, limits)?.served.throughput],
    ['prefill-decode', bestDisaggregated(setting, fronts.shared, limits)?.served.throughput],
    ['aggregated-afd', bestMixed(setting, space.split.both, limits)?.served.throughput],
    ['prefill-decode-afd', bestDisaggregated(setting, fronts.split, limits)?.served.throughput],
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
    const kind = usesAfd(strategy) ? 'split' : 'shared';
    return strategy === 'aggregated' || strategy === 'aggregated-afd'
      ? mixedOption(strategy, setting, space[kind].both, limits)
      : disaggregatedOption(strategy, setting, { within: fronts.within[kind], all: fronts.all[kind] }, limits);
  });
}

function mixedOption(
  strategy: StrategyName,
  setting: Setting,
  layouts: readonly MixedLayout[],
  limits: Limits,
): StrategyOption {
  const best = bestMixed(setting, layouts, limits);
  const choice = best ?? nearestMixed(setting, layouts, limits);
  if (choice === undefined) return nothingFits(strategy);
  return {
    strategy,
    feasible: best !== undefined,
    bindingConstraint: best === undefined ? missed(choice.served, limits) : bindingOfMixed(setting, best, limits),
    point: mixedPoint(setting, choice),
    frontier: frontOf(
      [...mixedFrontier(setting, layouts, limits, frontierPoints.mixed), ...(best ? [best] : [])].map((each) =>
        mixedPoint(setting, each),
      ),
    ),
  };
}

function disaggregatedOption(
  strategy: StrategyName,
  setting: Setting,
  fronts: { readonly within: DisaggregatedFronts; readonly all: DisaggregatedFronts },
  limits: Limits,
): StrategyOption {
  const best = bestDisaggregated(setting, fronts.within, limits);
  const choice = best ?? nearestDisaggregated(setting, fronts.all, limits);
  if (choice === undefined) return nothingFits(strategy);
  return {
    strategy,
    feasible: best !== undefined,
    bindingConstraint:
      best === undefined ? missed(choice.served, limits) : bindingOfDisaggregated(setting, best, limits),
    point: disaggregatedPoint(setting, choice),
    frontier: frontOf(
      [
        ...disaggregatedFrontier(setting, fronts.all, limits, frontierPoints.disaggregated),
        ...(best ? [best] : []),
      ].map((each) => disaggregatedPoint(setting, each)),
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
