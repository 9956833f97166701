import type { OperatingPoint, SlotLoad } from '../cycle/operating-point';
import { logNormalCdf } from '../mathematics/normal';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import type { AttentionMemory } from './memory';

/** What the KV cache of an attention worker has to hold. */
export interface KvDemand {
  readonly load: SlotLoad;
  /** m; the worker holds m B requests. */
  readonly microbatches: number;
  /** x: the peak is that of the fullest of so many workers. */
  readonly attentionWorkers: number;
  /** Tokens of the largest request that must be served, prompt and answer; undefined or absent where unknown. */
  readonly largestRequest?: number | undefined;
}

/** Bytes of KV cache on one attention worker. */
export interface KvBytes {
  readonly mean: number;
  /** What the fullest worker of the bundle exceeds in one step of a thousand; undefined without nu and a largest request. */
  readonly peak: number | undefined;
}

/** Room for KV cache beside weights and reserve. */
export interface KvBudget {
  /** Below 0 where weights and reserve alone are too much. */
  readonly bytes: number;
  /** In tokens of requests of the mean load; infinite where a token takes nothing. */
  readonly tokens: number;
}

/** The share of steps in which some worker of the bundle holds more than the peak. */
const peakExceeded = 0.001;

/** KV cache of one request of so many tokens, in bytes; at the mean load, where capped layers count as of the mean. */
export function kvBytesOf({ kvPerToken, capped }: AttentionMemory, tokens: number): number {
  return capped.reduce((bytes, each) => bytes + each.perToken * Math.min(tokens, each.tokens), kvPerToken * tokens);
}

/** What weights and reserve leave for KV cache. */
export function kvBudget(memory: AttentionMemory, { theta }: SlotLoad): KvBudget {
  const bytes = memory.capacity - memory.reserve - memory.weights;
  const tokens = Math.max(1, theta);
  return { bytes, tokens: (Math.max(0, bytes) / kvBytesOf(memory, tokens)) * tokens };
}

/**
 * KV cache of one attention worker with m B requests, in bytes. Mean: each of the mean load. Peak: the larger of what the
 * sum of m B loads, taken as normal, reaches on the fullest of x workers in one step of a thousand, and of the largest
 * request beside others of the mean load; never more than if all were the largest. Source: docs/theory.md, "Memory".
 */
export function kvBytes(memory: AttentionMemory, demand: KvDemand, batchSize: number): KvBytes {
  const { load, microbatches, attentionWorkers, largestRequest } = demand;
  const requests = microbatches * batchSize;
  const each = kvBytesOf(memory, load.theta);
  const mean = requests * each;
  const largest = largestRequest === undefined ? undefined : Math.max(each, kvBytesOf(memory, largestRequest));
  const bySpread =
    load.nu === undefined
      ? undefined
      : mean + peakQuantile(attentionWorkers) * memory.kvPerToken * load.nu * Math.sqrt(requests);
  const byLargest = largest === undefined ? undefined : mean - each + largest;
  if (bySpread === undefined || largest === undefined) return { mean, peak: bySpread ?? byLargest };
  return { mean, peak: Math.max(byLargest!, Math.min(bySpread, requests * largest)) };
}

/** The largest whole batch sizes B whose KV cache fits, on average and at the peak; 0 where not one request does. */
export interface LargestBatch {
  /** Infinite where a request takes no KV cache. */
  readonly mean: number;
  /** Undefined where the peak is unknown. */
  readonly peak: number | undefined;
}

/** The largest admissible batch sizes of an attention worker. Source: docs/theory.md, "Memory". */
export function largestBatch(memory: AttentionMemory, demand: KvDemand): LargestBatch {
  const { bytes } = kvBudget(memory, demand.load);
  if (bytes < 0) return { mean: 0, peak: peakAt(memory, demand, 1) === undefined ? undefined : 0 };
  const each = demand.microbatches * kvBytesOf(memory, demand.load.theta);
  const fits = (size: number): boolean => kvBytes(memory, demand, size).mean <= bytes;
  if (each === 0) return { mean: Number.POSITIVE_INFINITY, peak: Number.POSITIVE_INFINITY };
  const quotient = Math.floor(bytes / each);
  // Division may round up to the next whole number, or down from one.
  const mean = fits(quotient + 1) ? quotient + 1 : fits(quotient) ? quotient : quotient - 1;
  if (peakAt(memory, demand, 1) === undefined) return { mean, peak: undefined };
  return { mean, peak: lastOfPrefix((size) => peakAt(memory, demand, size)! <= bytes, 1, mean) ?? 0 };
}

/** What an operating point demands; microbatches that are not known count as one, the fewest there are. */
export function kvDemandAt(
  { load, microbatches = 1 }: Pick<OperatingPoint, 'load' | 'microbatches'>,
  attentionWorkers: number,
  largestRequest?: number,
): KvDemand {
  return { load, microbatches, attentionWorkers, largestRequest };
}

function peakAt(memory: AttentionMemory, demand: KvDemand, batchSize: number): number | undefined {
  return kvBytes(memory, demand, batchSize).peak;
}

const quantiles = new Map<number, number>();

/** z with P(the largest of x standard normal variables > z) = `peakExceeded`: 3.09 for one worker, 4.76 for a thousand. */
function peakQuantile(workers: number): number {
  const known = quantiles.get(workers);
  if (known !== undefined) return known;
  let [low, high] = [0, 12];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (workers * logNormalCdf(middle) < Math.log1p(-peakExceeded)) low = middle;
    else high = middle;
  }
  if (quantiles.size >= 20_000) quantiles.clear();
  quantiles.set(workers, high);
  return high;
}
