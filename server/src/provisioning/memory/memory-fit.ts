import type { OperatingPoint, Pools } from '../cycle/operating-point';
import { rowsPerFfn } from '../cycle/stage-times';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import {
  type KvBudget,
  type KvBytes,
  kvBudget,
  kvBytes,
  kvBytesOf,
  kvDemandAt,
  type LargestBatch,
  largestBatch,
} from './kv-budget';
import type { AttentionMemory, FfnMemory } from './memory';

/**
 * Whether a worker's memory holds what it must. `cannot fit`: not even without the engine's reserve. `over`: not with the
 * reserve. `peak over`: on average, but not at the peak. `unknown`: as far as is known it fits, but the microbatches or the
 * peak are not known.
 */
export type MemoryVerdict = 'cannot fit' | 'over' | 'peak over' | 'fits' | 'unknown';

/** The memory of one attention worker, in bytes. */
export interface AttentionFit {
  readonly verdict: MemoryVerdict;
  readonly capacity: number;
  readonly reserve: number;
  readonly weights: number;
  readonly kv: KvBytes;
  readonly budget: KvBudget;
  /** One request of the mean load, and of the largest; undefined where that is not known. */
  readonly perRequest: number;
  readonly largestRequest: number | undefined;
  readonly largestBatch: LargestBatch;
  /** False where the number of microbatches is not known: then all is for one, and there may be more. */
  readonly microbatchesKnown: boolean;
}

/** Whether the KV cache of B requests per microbatch fits on each of x attention workers. Source: docs/theory.md, "Memory". */
export function attentionFit(
  memory: AttentionMemory,
  point: Omit<OperatingPoint, 'latency'>,
  attentionWorkers: number,
  largestRequest?: number,
): AttentionFit {
  const demand = kvDemandAt(point, attentionWorkers, largestRequest);
  const { capacity, reserve, weights } = memory;
  const kv = kvBytes(memory, demand, point.batchSize);
  const budget = kvBudget(memory, point.load);
  const microbatchesKnown = point.microbatches !== undefined;
  const largest = largestRequest === undefined ? undefined : kvBytesOf(memory, largestRequest);
  const verdict = (): MemoryVerdict => {
    const least = Math.max(kv.mean, largest ?? 0);
    if (weights + least > capacity) return 'cannot fit';
    if (least > budget.bytes) return 'over';
    if (kv.peak !== undefined && kv.peak > budget.bytes) return 'peak over';
    return microbatchesKnown && kv.peak !== undefined ? 'fits' : 'unknown';
  };
  return {
    verdict: verdict(),
    capacity,
    reserve,
    weights,
    kv,
    budget,
    perRequest: kvBytesOf(memory, point.load.theta),
    largestRequest: largest,
    largestBatch: largestBatch(memory, demand),
    microbatchesKnown,
  };
}

/** The memory of the FFN worker with the most rows, in bytes. Its load does not vary, so its peak is its mean. */
export interface FfnFit {
  readonly verdict: Exclude<MemoryVerdict, 'peak over'>;
  readonly capacity: number;
  readonly reserve: number;
  /** Its own and its part of the shared ones. */
  readonly weights: number;
  readonly activations: number;
  readonly microbatchesKnown: boolean;
}

/** What the activations on an FFN worker depend on, beside the pools. */
export type FfnLoad = Pick<OperatingPoint, 'batchSize' | 'microbatches' | 'sharing'>;

/** Whether weights and activations fit on each FFN worker. Source: docs/theory.md, "Memory". */
export function ffnFit(memory: FfnMemory, load: FfnLoad, pools: Pools): FfnFit {
  const { capacity, reserve, perRow } = memory;
  const { batchSize, microbatches = 1, sharing } = load;
  const microbatchesKnown = load.microbatches !== undefined;
  const weights = ffnWeights(memory, pools.ffn);
  const activations = perRow * rowsPerFfn(batchSize, pools, sharing) * microbatches;
  const verdict = (): FfnFit['verdict'] => {
    if (weights + activations > capacity) return 'cannot fit';
    if (weights + activations + reserve > capacity) return 'over';
    return microbatchesKnown ? 'fits' : 'unknown';
  };
  return { verdict: verdict(), capacity, reserve, weights, activations, microbatchesKnown };
}

/** Weights on the fullest of so many FFN workers: its own, and those of ceil(E/y) experts. */
export function ffnWeights({ ownWeights, sharedWeights, experts }: FfnMemory, ffn: number): number {
  const share = experts === undefined ? 1 / ffn : Math.ceil(experts / ffn) / experts;
  return ownWeights + sharedWeights * share;
}

/** Whether an FFN worker of these pools holds what it must beside the engine's reserve, as far as is known. */
export function ffnHolds(memory: FfnMemory, load: FfnLoad, pools: Pools): boolean {
  const { verdict } = ffnFit(memory, load, pools);
  return verdict === 'fits' || verdict === 'unknown';
}

/** The fewest FFN workers, up to `most`, on which everything fits beside so many attention workers; undefined where none do. */
export function smallestFfn(memory: FfnMemory, load: FfnLoad, attention: number, most: number): number | undefined {
  const tooFew = (ffn: number): boolean => !ffnHolds(memory, load, { attention, ffn });
  const last = lastOfPrefix(tooFew, 1, most) ?? 0;
  return last === most ? undefined : last + 1;
}
