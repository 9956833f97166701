import { batchSizes } from './best-aggregated';
import { curveFront } from './curve-front';
import { type CycleOf, leastCycle, type PreparedGroup, type Setting, stepStages } from './group-steps';
import type { Worth } from './pareto-front';

/** A group that only decodes. */
export interface DecodeServing {
  readonly prepared: PreparedGroup;
  readonly microbatches: number;
  /** By memory. */
  readonly largestBatch: number;
}

/** A batch size, and what a group gives by it, by the lower bound of its steps. */
export interface DecodePoint extends Worth {
  readonly serving: DecodeServing;
  readonly batchSize: number;
  readonly tpot: number;
  /** Tokens per second of a group. */
  readonly rate: number;
}

/** Seconds from one token of a request to the next, m E[tau]. */
export function decodeStep(
  setting: Setting,
  { prepared, microbatches }: Omit<DecodeServing, 'largestBatch'>,
  batchSize: number,
  cycleOf: CycleOf,
): number {
  return microbatches * cycleOf(stepStages(setting, prepared, batchSize), prepared.ranks, microbatches);
}

/** Tokens per second of a group. */
export function decodeRate({ prepared, microbatches }: DecodeServing, batchSize: number, tpot: number): number {
  return (prepared.ranks * microbatches * batchSize) / tpot;
}

/**
 * The front of rate over TPOT of groups of one size, up to a limit, ascending, without what is beaten anyway. Source:
 * docs/strategy.md, "Search".
 */
export function decodeFront(
  setting: Setting,
  servings: readonly DecodeServing[],
  mostTpot = Number.POSITIVE_INFINITY,
  beaten: readonly Worth[] = [],
): readonly DecodePoint[] {
  const pointOf = (serving: DecodeServing, batchSize: number): DecodePoint => {
    const tpot = decodeStep(setting, serving, batchSize, leastCycle);
    const rate = decodeRate(serving, batchSize, tpot);
    return { serving, batchSize, tpot, rate, cost: tpot, value: rate };
  };
  const largest = servings.flatMap((serving) => {
    const tpotOf = (size: number): number => decodeStep(setting, serving, size, leastCycle);
    const batchSize = largestWithin(tpotOf, mostTpot, serving.largestBatch);
    return batchSize === undefined ? [] : [pointOf(serving, batchSize)];
  });
  largest.sort((a, b) => b.rate - a.rate);
  const curves = largest.map(({ serving, batchSize }) => ({
    points: () => {
      const sizes = batchSizes(batchSize);
      return { first: 0, last: sizes.length - 1, at: (step: number) => pointOf(serving, sizes[step]!) };
    },
  }));
  return curveFront(curves, beaten);
}

/** How close to the largest batch size the front goes; that of the choice is found exactly. */
const closeEnough = 0.01;

/** A batch size within the limit, at most a little below the largest; undefined where none is. */
function largestWithin(tpotOf: (size: number) => number, mostTpot: number, largest: number): number | undefined {
  let [high, tpotAtHigh] = [largest, mostTpot === Number.POSITIVE_INFINITY ? 0 : tpotOf(largest)];
  if (tpotAtHigh <= mostTpot) return largest;
  let [low, tpotAtLow] = [1, tpotOf(1)];
  if (tpotAtLow > mostTpot) return undefined;
  // TPOT is close to a line over the batch size; a line that errs on one side too long is bisected.
  for (let round = 0; high - low > Math.max(1, closeEnough * low); round++) {
    const share = round % 3 === 2 ? 0.5 : (mostTpot - tpotAtLow) / (tpotAtHigh - tpotAtLow);
    const size = Math.min(high - 1, Math.max(low + 1, Math.round(low + share * (high - low))));
    const tpot = tpotOf(size);
    if (tpot <= mostTpot) [low, tpotAtLow] = [size, tpot];
    else [high, tpotAtHigh] = [size, tpot];
  }
  return low;
}
