import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import type { AttentionFit, FfnFit } from '../provisioning/memory/memory-fit';
import { formatAmount, formatCount, formatNumber, quote } from '../text/format';

/** What the workers of both pools hold, and how many requests the KV cache admits; empty where no device is known. */
export function memoryLines(deployment: Deployment, { memory }: Evaluation): readonly string[] {
  if (!memory) return [];
  return [attentionLine(deployment, memory.attention), ffnLine(deployment, memory.ffn)];
}

function attentionLine({ batchSize, microbatches, hardware }: Deployment, fit: AttentionFit): string {
  const { kv, perRequest, budget, capacity, weights, reserve } = fit;
  const flight = (microbatches?.value ?? 1) > 1 ? ` × ${microbatches!.value}` : '';
  const peak = kv.peak === undefined ? '' : `, ${formatAmount(kv.peak, 'B')} at the peak`;
  const held = `KV cache = ${formatNumber(batchSize!.value)}${flight} × ${formatAmount(perRequest, 'B')} = ${formatAmount(kv.mean, 'B')}${peak}`;
  const parts = `${formatAmount(capacity, 'B')} of ${quote(hardware.attentionDevice!.value)} - ${formatAmount(weights, 'B')} weights - ${formatAmount(reserve, 'B')} reserve`;
  return `${held}; room for ${formatAmount(Math.max(0, budget.bytes), 'B')} (${parts})${mostRequests(fit)}`;
}

function mostRequests({ largestBatch, microbatchesKnown }: AttentionFit): string {
  const { mean, peak } = largestBatch;
  if (!Number.isFinite(mean)) return '';
  const atPeak = peak === undefined ? '' : `, ${formatCount(peak)} at the peak too`;
  return `: B at most ${formatCount(mean)}${atPeak}${microbatchesKnown ? '' : ', if 1 microbatch is in flight'}`;
}

function ffnLine({ hardware }: Deployment, { weights, activations, reserve, capacity }: FfnFit): string {
  const sum = formatAmount(weights + activations + reserve, 'B');
  return `FFN memory = ${formatAmount(weights, 'B')} weights + ${formatAmount(activations, 'B')} activations + ${formatAmount(reserve, 'B')} reserve = ${sum} of ${formatAmount(capacity, 'B')} on ${quote(hardware.ffnDevice!.value)}`;
}
