import { withinCycleTime } from '../cycle/cycle-time';
import type { OperatingPoint, Pools } from '../cycle/operating-point';
import { rowsPerFfn } from '../cycle/stage-times';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import { type LargestBatch, largestBatch } from '../memory/kv-budget';
import { ffnHolds, ffnWeights } from '../memory/memory-fit';
import type { BatchLimit, PlanQuestion } from './plan-question';

/** A batch size and what keeps it from being larger. */
export interface BoundedBatch {
  readonly batchSize: number;
  readonly limitedBy: BatchLimit;
}

/** The largest batch sizes that memory admits, at the peak where it is known; remembers what it computed. */
export class MemoryBound {
  private readonly attentionBounds = new Map<number, number>();

  constructor(
    private readonly question: PlanQuestion,
    private readonly microbatches: number,
  ) {}

  /** Falls with the attention workers: the fullest of more is fuller. */
  attention(attentionWorkers: number): number {
    const { memory, point, largestRequest } = this.question;
    if (memory === undefined) return Number.POSITIVE_INFINITY;
    let bound = this.attentionBounds.get(attentionWorkers);
    if (bound === undefined) {
      const demand = { load: point.load, microbatches: this.microbatches, attentionWorkers, largestRequest };
      const { mean, peak }: LargestBatch = largestBatch(memory.attention, demand);
      bound = peak ?? mean;
      this.attentionBounds.set(attentionWorkers, bound);
    }
    return bound;
  }

  /** Falls with the attention workers, rises with the FFN workers. */
  ffn(pools: Pools): number {
    const { memory, point } = this.question;
    if (memory === undefined) return Number.POSITIVE_INFINITY;
    const { capacity, reserve, perRow } = memory.ffn;
    const room = capacity - reserve - ffnWeights(memory.ffn, pools.ffn);
    if (room < 0) return 0;
    const perRequest = perRow * rowsPerFfn(1, pools, point.sharing) * this.microbatches;
    if (perRequest === 0) return Number.POSITIVE_INFINITY;
    const whole = Math.floor(room / perRequest);
    // The division may have rounded to either side.
    const fits = (batchSize: number): boolean =>
      ffnHolds(memory.ffn, { ...point, batchSize, microbatches: this.microbatches }, pools);
    return fits(whole + 1) ? whole + 1 : fits(whole) ? whole : whole - 1;
  }

  /** The smallest of both and of the range asked about. */
  batch(pools: Pools): BoundedBatch {
    const { high } = this.question.batchSizes;
    const [attention, ffn] = [this.attention(pools.attention), this.ffn(pools)];
    const batchSize = Math.min(high, attention, ffn);
    if (batchSize === high) return { batchSize, limitedBy: 'range' };
    return { batchSize, limitedBy: attention === batchSize ? 'attention memory' : 'ffn memory' };
  }
}

/**
 * The largest batch size that the bundle may have: within the range, memory, and the bound on E[tau]; undefined where none
 * is. `ceiling` is a batch size that the cycle-time bound is known to exclude beyond.
 */
export function largestAllowedBatch(
  question: PlanQuestion,
  memory: MemoryBound,
  microbatches: number,
  pools: Pools,
  maxCycleTime: number | undefined,
  ceiling: number,
): BoundedBatch | undefined {
  const { low } = question.batchSizes;
  const bound = memory.batch(pools);
  if (bound.batchSize < low) return undefined;
  const high = Math.max(low, Math.min(bound.batchSize, ceiling));
  const tooSlow = (below: number): boolean => {
    const point: OperatingPoint = { ...question.point, microbatches, batchSize: high - below };
    return !withinCycleTime(point, pools, 'pipeline', maxCycleTime);
  };
  const below = lastOfPrefix(tooSlow, 0, high - low);
  const batchSize = below === undefined ? high : high - below - 1;
  if (batchSize < low) return undefined;
  return batchSize === bound.batchSize ? bound : { batchSize, limitedBy: 'objective' };
}
