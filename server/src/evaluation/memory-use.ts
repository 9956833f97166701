import type { Deployment } from '../manifest/deployment';
import type { MemoryModel } from '../provisioning/memory/memory';
import {
  type AttentionFit,
  attentionFit,
  type FfnFit,
  ffnFit,
  ffnHolds,
  type MemoryVerdict,
  smallestFfn,
} from '../provisioning/memory/memory-fit';
import type { PoolLimits } from '../provisioning/optimum/pool-limits';
import type { PointEstimate } from '../workload/workload-estimate';
import type { Hardware } from './hardware';
import type { WorkloadOrigin } from './inputs';
import { sharingOf, stepOf } from './sizing-limits';
import { thetaRange } from './workload/theta-confidence';

/** Whether the workers of both pools hold what they must. */
export interface MemoryUse {
  readonly attention: AttentionFit;
  /** What is true of the mean KV cache even at the low end of theta's interval. */
  readonly certainOfMean: MemoryVerdict;
  readonly ffn: FfnFit;
  /** The fewest FFN workers that hold the weights and activations; undefined where no number does. */
  readonly smallestFfn: number | undefined;
}

/** More FFN workers than this are not proposed to make weights fit. */
const mostFfn = 16_384;

/**
 * What the workers have to hold, where it can be judged: launches say too little of how their engine stores weights and KV
 * cache.
 */
export function memoryModel(
  { launches, missing }: Deployment,
  hardware: Hardware | undefined,
): MemoryModel | undefined {
  return launches.length > 0 || missing.length > 0 ? undefined : hardware?.memory;
}

/** Tokens of the largest request that is known. */
export function largestRequestOf(origin: WorkloadOrigin): number | undefined {
  return origin.kind === 'trace' ? origin.trace.summary.largestRequest : undefined;
}

/** What the workers of the configured pools have to hold; undefined where pools or batch size are not known. */
export function memoryUse(
  { attention, ffn, batchSize, microbatches, topology }: Deployment,
  memory: MemoryModel,
  estimate: PointEstimate,
  origin: WorkloadOrigin,
): MemoryUse | undefined {
  if (!attention || !ffn || !batchSize) return undefined;
  const { theta, nu } = estimate;
  const load = { batchSize: batchSize.value, microbatches: microbatches?.value, sharing: sharingOf(topology) };
  const fitAt = (mean: number, largest?: number): AttentionFit =>
    attentionFit(memory.attention, { ...load, load: { theta: mean, nu } }, attention.workers, largest);
  const step = stepOf(ffn);
  const enough = smallestFfn(memory.ffn, load, attention.workers, mostFfn);
  return {
    attention: fitAt(theta, largestRequestOf(origin)),
    certainOfMean: fitAt(thetaRange(estimate).low).verdict,
    ffn: ffnFit(memory.ffn, load, { attention: attention.workers, ffn: ffn.workers }),
    smallestFfn: enough && Math.ceil(enough / step) * step,
  };
}

/** Which pools the memory of FFN workers holds, at the configured batch size; undefined where that is not known. */
export function ffnHoldsPools(
  { batchSize, microbatches, topology }: Deployment,
  memory: MemoryModel | undefined,
): PoolLimits['ffnHolds'] {
  if (!memory || !batchSize) return undefined;
  const load = { batchSize: batchSize.value, microbatches: microbatches?.value, sharing: sharingOf(topology) };
  return (pools) => ffnHolds(memory.ffn, load, pools);
}

/** Whether the workers of either pool have to hold more than their memory. */
export function isOverMemory(memory: Pick<MemoryUse, 'attention' | 'ffn'> | undefined): boolean {
  return [memory?.attention, memory?.ffn].some((fit) => fit?.verdict === 'cannot fit' || fit?.verdict === 'over');
}
