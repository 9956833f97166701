import type { ServingPoint } from './comparison';
import { chunkChoices } from './group-choices';
import { type InFlight, largestFittingBatch } from './group-memory';
import { type CycleOf, leastCycle, type PreparedGroup, type PromptRows, type Setting, stepStages } from './group-steps';
import { mostUtilisation, prefillWait } from './prefill-wait';
import { newTokens } from './prompt-seconds';

/** Groups that prefill and decode in the same steps; a chunk of a prompt goes with the decoding requests. */
export interface AggregatedServing {
  readonly prepared: PreparedGroup;
  readonly groups: number;
  readonly microbatches: number;
  readonly chunksPerPrompt: number;
  /** The largest batch size by memory, and by the time that prompts need; undefined where not one request goes. */
  readonly largest: () => LargestAggregatedBatch | undefined;
  /** This way of serving with each choice of chunks. */
  readonly alternatives: () => readonly AggregatedServing[];
}

export interface LargestAggregatedBatch {
  readonly batchSize: number;
  readonly from: 'memory' | 'prefill';
}

/** Groups for both phases without their chunks. */
export interface AggregatedLayout {
  readonly prepared: PreparedGroup;
  readonly groups: number;
  readonly microbatches: number;
  /** By memory, without prompts. */
  readonly largestBatch: number;
  /** With each choice of chunks. */
  readonly servings: () => readonly AggregatedServing[];
}

/** What is measured of any way of serving; means over requests. */
export type Served = Pick<ServingPoint, 'throughput' | 'ttft' | 'tpot'>;

/** The share of a rank's steps that carry a chunk, so that as many prompts begin as end: m B chunks/D. */
function carryingShare(
  { workload }: Setting,
  { microbatches, chunksPerPrompt }: Pick<AggregatedServing, 'microbatches' | 'chunksPerPrompt'>,
  batchSize: number,
): number {
  return newTokens(workload) === 0 ? 0 : (microbatches * batchSize * chunksPerPrompt) / workload.decode;
}

/** Undefined where not one request fits in memory. */
export function aggregatedLayout(
  setting: Setting,
  prepared: PreparedGroup,
  groups: number,
  microbatches: number,
): AggregatedLayout | undefined {
  const largestBatch = largestFittingBatch(setting, prepared, { microbatches, chunksPerPrompt: 0 });
  if (largestBatch === undefined) return undefined;
  const servings: () => readonly AggregatedServing[] = once(() =>
    chunkChoices(newTokens(setting.workload)).map((chunksPerPrompt): AggregatedServing => {
      const largest = once(() => largestAggregatedBatch(setting, prepared, { microbatches, chunksPerPrompt }));
      return { prepared, groups, microbatches, chunksPerPrompt, largest, alternatives: servings };
    }),
  );
  return { prepared, groups, microbatches, largestBatch, servings };
}

/** What `compute` returns, computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function largestAggregatedBatch(
  setting: Setting,
  prepared: PreparedGroup,
  { microbatches, chunksPerPrompt }: Omit<InFlight, 'batchSize'>,
): LargestAggregatedBatch | undefined {
  const prompts = newTokens(setting.workload) > 0;
  const byPrompts = prompts
    ? Math.floor((mostUtilisation * setting.workload.decode) / (microbatches * chunksPerPrompt))
    : Number.POSITIVE_INFINITY;
  if (byPrompts < 1) return undefined;
  const byMemory = largestFittingBatch(setting, prepared, {
    microbatches,
    chunksPerPrompt: prompts ? chunksPerPrompt : 0,
  });
  if (byMemory === undefined) return undefined;
  return byPrompts < byMemory ? { batchSize: byPrompts, from: 'prefill' } : { batchSize: byMemory, from: 'memory' };
}

/**
 * Steady state: a rank's steps carry a chunk with a probability of their own, the group's steps last as long as the slowest
 * rank's. TPOT is the mean step; TTFT the wait for the rank's turn, the steps of the prompt's chunks, and one step of
 * decoding. Source: docs/strategy.md, "Aggregated".
 */
export function serveAggregated(
  setting: Setting,
  serving: AggregatedServing,
  batchSize: number,
  cycleOf: CycleOf,
): Served {
  const { prepared, groups, microbatches, chunksPerPrompt } = serving;
  const { ranks } = prepared;
  const share = carryingShare(setting, serving, batchSize);
  const cycle = (prompts?: PromptRows): number =>
    microbatches * cycleOf(stepStages(setting, prepared, batchSize, prompts), ranks, microbatches);
  const plain = cycle();
  const requests = groups * ranks * microbatches * batchSize;
  // A request whose context is in the cache waits for the next step to begin.
  if (share === 0) return { throughput: requests / plain, ttft: 1.5 * plain, tpot: plain };

  const some = 1 - (1 - share) ** ranks;
  const tokens = newTokens(setting.workload) / chunksPerPrompt / microbatches;
  const withChunk = cycle({ tokens, chunksPerPrompt, carrying: (ranks * share) / some, hits: true });
  const tpot = (1 - some) * plain + some * withChunk;
  const someOther = 1 - (1 - share) ** (ranks - 1);
  const idleStep = (1 - someOther) * plain + someOther * withChunk;
  const wait = prefillWait(share, withChunk * chunksPerPrompt, idleStep);
  const ttft = wait + withChunk * Math.max(1, chunksPerPrompt) + tpot;
  return { throughput: requests / tpot, ttft, tpot };
}

/**
 * Bounds over all chunks: no step is shorter on average than if prompts were spread evenly over all steps and ranks and hit
 * no experts of their own, and a prompt takes at least its attention on one rank. Source: docs/strategy.md, "Search".
 */
export function aggregatedBounds(
  setting: Setting,
  { prepared, groups, microbatches }: AggregatedLayout,
  batchSize: number,
): Served {
  const tokens = newTokens(setting.workload);
  const chunksPerPrompt = 1;
  const parts = stepStages(setting, prepared, batchSize, {
    tokens: (batchSize * tokens) / setting.workload.decode,
    chunksPerPrompt,
    carrying: prepared.ranks,
    hits: false,
  });
  const tpot = microbatches * leastCycle(parts, prepared.ranks, microbatches);
  const scale = setting.scales[prepared.group.kind];
  const prompts = scale.attention * scale.prefill * tokens * prepared.promptTokenTime(chunksPerPrompt);
  return {
    throughput: (groups * prepared.ranks * microbatches * batchSize) / tpot,
    ttft: tpot + (tokens === 0 ? tpot / 2 : prompts),
    tpot,
  };
}
