import { batchSizes } from './best-mixed';
import { type CycleOf, leastCycle, type PreparedGroup, type Setting, stepStages } from './group-steps';
import { paretoFront } from './pareto-front';

/** A group that only decodes. */
export interface DecodeServing {
  readonly prepared: PreparedGroup;
  readonly microbatches: number;
  /** By memory. */
  readonly largestBatch: number;
}

/** A batch size, and what a group gives by it, by the lower bound of its steps. */
export interface DecodePoint {
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
  const rows = { decoding: batchSize, prompt: 0, chunksPerPrompt: 1, carrying: 0 };
  return microbatches * cycleOf(stepStages(setting, prepared, rows), prepared.ranks, microbatches);
}

/** Tokens per second of a group. */
export function decodeRate({ prepared, microbatches }: DecodeServing, batchSize: number, tpot: number): number {
  return (prepared.ranks * microbatches * batchSize) / tpot;
}

/** Of groups of one size, the front of rate over TPOT up to a limit, ascending. Source: docs/strategy.md, "Search". */
export function decodeFront(
  setting: Setting,
  servings: readonly DecodeServing[],
  mostTpot = Number.POSITIVE_INFINITY,
): readonly DecodePoint[] {
  const front = paretoFront<DecodePoint>();
  for (const serving of servings) {
    for (const batchSize of batchSizes(serving.largestBatch)) {
      const tpot = decodeStep(setting, serving, batchSize, leastCycle);
      const rate = decodeRate(serving, batchSize, tpot);
      front.offer(tpot, rate, () => ({ serving, batchSize, tpot, rate }));
      if (tpot > mostTpot) break;
    }
  }
  return front.items();
}
