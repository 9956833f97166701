import { lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import { kvBytes, kvBytesOf } from '../provisioning/memory/kv-budget';
import { ffnWeights } from '../provisioning/memory/memory-fit';
import { ffnSlices, type PreparedGroup, type Setting } from './group-steps';
import { newTokens } from './prompt-seconds';

/** What a group has in flight on each rank. */
export interface InFlight {
  readonly batchSize: number;
  readonly microbatches: number;
  /** Chunks per prompt, 0 where the group has no prompts; below 1 a chunk holds several. */
  readonly chunksPerPrompt: number;
}

/** Bytes on the fullest device of either role, the engine's reserve included, and how many it has. */
export interface DeviceBytes {
  readonly attention: number;
  readonly ffn: number;
  readonly capacity: number;
}

/**
 * Memory of a group at the peak of its KV cache. Without AFD a device holds its slice of the rank's attention weights and KV
 * cache, and its experts and activations. Source: docs/strategy.md, "Memory".
 */
export function deviceBytes({ costs, workload }: Setting, prepared: PreparedGroup, inFlight: InFlight): DeviceBytes {
  const { group, ranks, rank, ffnDevices, rowShare } = prepared;
  const { batchSize, microbatches, chunksPerPrompt } = inFlight;
  const { memory } = rank;
  const { memory: ffn } = costs.ffn;
  const demand = { load: workload.load, microbatches, attentionWorkers: ranks };
  const decoding = batchSize === 0 ? { mean: 0, peak: 0 } : kvBytes(memory, demand, batchSize);
  const prompts = chunksPerPrompt === 0 ? 0 : Math.max(1, 1 / chunksPerPrompt);
  const chunk = chunksPerPrompt === 0 ? 0 : newTokens(workload) / chunksPerPrompt;
  const kv = (decoding.peak ?? decoding.mean) + prompts * kvBytesOf(memory, workload.prefill);
  const slices = ffnSlices(costs, group);
  const weights = ffnWeights(ffn, ffnDevices) - ffn.ownWeights * (1 - 1 / slices);
  const activations = ffn.perRow * rowShare * ranks * (microbatches * batchSize + chunk);
  const attention = memory.reserve + memory.weights + kv;
  if (group.kind === 'afd') {
    return { attention, ffn: ffn.reserve + weights + activations, capacity: Math.min(memory.capacity, ffn.capacity) };
  }
  const both = attention + weights + activations;
  return { attention: both, ffn: both, capacity: memory.capacity };
}

export function fitsMemory({ attention, ffn, capacity }: DeviceBytes): boolean {
  return Math.max(attention, ffn) <= capacity;
}

/** More requests of a rank per microbatch than this are not tried. */
export const mostRequests = 65_536;

/** The largest batch size that fits; undefined where not one request does. */
export function largestFittingBatch(
  setting: Setting,
  prepared: PreparedGroup,
  inFlight: Omit<InFlight, 'batchSize'>,
): number | undefined {
  const bytes = (batchSize: number): DeviceBytes => deviceBytes(setting, prepared, { ...inFlight, batchSize });
  const fits = (batchSize: number): boolean => fitsMemory(bytes(batchSize));
  if (!fits(1)) return undefined;
  // The mean alone grows in proportion; what the peak adds grows less, so the answer lies at or a little below this.
  const [none, one] = [bytes(0), meanBytes(setting, prepared, inFlight.microbatches)];
  const room = Math.min((none.capacity - none.attention) / one.attention, (none.capacity - none.ffn) / one.ffn);
  const most = Math.max(1, Math.min(mostRequests, Math.floor(room) + 1));
  const tooMany = lastOfPrefix((below) => !fits(most - below), 0, most - 1);
  return tooMany === undefined ? most : most - tooMany - 1;
}

/** Bytes that one more request per microbatch adds on each device of either role, on average. */
function meanBytes(
  { costs, workload }: Setting,
  { group, rank, ranks, rowShare }: PreparedGroup,
  microbatches: number,
): Pick<DeviceBytes, 'attention' | 'ffn'> {
  const attention = microbatches * kvBytesOf(rank.memory, workload.load.theta);
  const ffn = microbatches * costs.ffn.memory.perRow * rowShare * ranks;
  return group.kind === 'afd' ? { attention, ffn } : { attention: attention + ffn, ffn: attention + ffn };
}
