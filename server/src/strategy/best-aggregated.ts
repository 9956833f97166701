import { lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import {
  type AggregatedLayout,
  type AggregatedServing,
  aggregatedBounds,
  type Served,
  serveAggregated,
} from './aggregated-serving';
import { leastCycle, meanCycle, type Setting } from './group-steps';
import { excess, fastestOf, keeps, type Limits } from './limits';

export interface AggregatedChoice {
  readonly serving: AggregatedServing;
  readonly batchSize: number;
  readonly served: Served;
}

/**
 * The choice of most throughput within the limits; undefined where none keeps them. Throughput, TPOT and TTFT rise with B,
 * so the largest B that the limits allow is the best. Layouts are taken in the order of an upper bound on their
 * throughput, until it does not reach the best found. Source: docs/strategy.md, "Search".
 */
export function bestAggregated(
  setting: Setting,
  layouts: readonly AggregatedLayout[],
  limits: Limits,
): AggregatedChoice | undefined {
  const bounded = layouts.flatMap((layout) => {
    const most = lastOfPrefix((size) => keeps(aggregatedBounds(setting, layout, size), limits), 1, layout.largestBatch);
    return most === undefined ? [] : [{ layout, most, bound: aggregatedBounds(setting, layout, most).throughput }];
  });
  bounded.sort((a, b) => b.bound - a.bound);
  let best: AggregatedChoice | undefined;
  for (const { layout, most, bound } of bounded) {
    if (best !== undefined && bound <= best.served.throughput) break;
    for (const serving of layout.servings()) {
      const choice = largestWithin(setting, serving, most, limits, best?.served.throughput ?? 0);
      if (choice !== undefined) best = choice;
    }
  }
  return best;
}

/** The largest batch within the limits, if it gives more than `above`. */
function largestWithin(
  setting: Setting,
  serving: AggregatedServing,
  most: number,
  limits: Limits,
  above: number,
): AggregatedChoice | undefined {
  const atLeast = (size: number): Served => serveAggregated(setting, serving, size, leastCycle);
  const exactly = (size: number): Served => serveAggregated(setting, serving, size, meanCycle);
  // In the order of what each costs.
  const byTime = lastOfPrefix((size) => keeps(atLeast(size), limits), 1, most);
  if (byTime === undefined || atLeast(byTime).throughput <= above) return undefined;
  const bounded = Math.min(byTime, serving.largest()?.batchSize ?? 0);
  if (bounded < 1 || atLeast(bounded).throughput <= above) return undefined;
  const batchSize = lastOfPrefix((size) => keeps(exactly(size), limits), 1, bounded);
  if (batchSize === undefined) return undefined;
  const served = exactly(batchSize);
  return served.throughput > above ? { serving, batchSize, served } : undefined;
}

/** The choice that exceeds the limits least; undefined where nothing fits in memory. */
export function nearestAggregated(
  setting: Setting,
  layouts: readonly AggregatedLayout[],
  limits: Limits,
): AggregatedChoice | undefined {
  let [nearest, least]: [AggregatedChoice | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const layout of layouts) {
    if (excess(aggregatedBounds(setting, layout, 1), limits) >= least) continue;
    for (const serving of layout.servings()) {
      // Bounds first: few of the choices can be the nearest.
      if (excess(serveAggregated(setting, serving, 1, leastCycle), limits) >= least) continue;
      if (serving.largest() === undefined) continue;
      const served = serveAggregated(setting, serving, 1, meanCycle);
      if (nearest !== undefined && excess(served, limits) >= least) continue;
      nearest = { serving, batchSize: 1, served };
      least = excess(served, limits);
    }
  }
  return nearest;
}

/**
 * The front of throughput over TPOT, ascending, at so many steps of TPOT, with the objective on TTFT alone: at each step the
 * best that keeps it.
 */
export function aggregatedFrontier(
  setting: Setting,
  layouts: readonly AggregatedLayout[],
  { ttft }: Pick<Limits, 'ttft'>,
  points: number,
): readonly AggregatedChoice[] {
  const front: AggregatedChoice[] = [];
  const fastest = nearestAggregated(setting, layouts, fastestOf(ttft))?.served.tpot ?? 0;
  let tpot = Number.POSITIVE_INFINITY;
  for (let left = points - 1; left >= 0; left--) {
    const choice = bestAggregated(setting, layouts, { ttft, tpot });
    if (choice === undefined) break;
    front.unshift(choice);
    // What is left of the way to the shortest TPOT, in equal parts.
    const next = choice.served.tpot * (fastest / choice.served.tpot) ** (1 / Math.max(1, left));
    if (next >= choice.served.tpot) break;
    tpot = next;
  }
  return front;
}

/** From one batch size to the next. */
const growth = 1.25;

/** Batch sizes on a grid, ascending, from 1 to `most`. */
export function batchSizes(most: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1; size < most; size = Math.max(size + 1, Math.floor(size * growth))) sizes.push(size);
  return [...sizes, most];
}
