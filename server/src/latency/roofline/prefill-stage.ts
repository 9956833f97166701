import type { PrefillAttention, PrefillPairs } from '../../strategy/serving-costs';
import type { Device } from '../hardware/device';
import type { AttentionLayers, ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import { projectionParametersOf } from './attention-stage';
import type { FfnBreakdown } from './breakdown';
import { bytesPerElement } from './precision';
import { computeRate, derated } from './rates';

/**
 * Seconds that the tokens of prompts add to the attention of a step on one device. The output head computes one row of a
 * prompt, which is left out. Source: docs/roofline.md, "Prefill".
 */
export function prefillAttention(
  shape: ModelShape,
  device: Device,
  { efficiency }: Pick<Assumptions, 'efficiency'>,
): PrefillAttention {
  const projections = computeRate(device, shape.precision.attention, efficiency.prefillCompute);
  const bandwidth = derated(device.memoryBandwidth, efficiency.attentionBandwidth).effectivePerSecond;
  const compute = computeRate(device, 'bf16', efficiency.prefillCompute).effectivePerSecond;
  const elementBytes = bytesPerElement[shape.precision.kvCache];
  return {
    perToken: (2 * projectionParametersOf(shape)) / projections.effectivePerSecond,
    pairs: merged(shape.attention.flatMap((layers) => pairsOf(layers, compute, bandwidth / elementBytes))),
  };
}

/** Seconds of the FFN stage for each row that is a token of a prompt. Source: docs/roofline.md, "Prefill". */
export function prefillPerRow(
  { precision }: ModelShape,
  device: Device,
  { expertFlopPerRow, alwaysFlopPerRow }: Pick<FfnBreakdown, 'expertFlopPerRow' | 'alwaysFlopPerRow'>,
  { efficiency }: Pick<Assumptions, 'efficiency'>,
): number {
  const rate = (stored: ModelShape['precision']['experts']): number =>
    computeRate(device, stored, efficiency.prefillCompute).effectivePerSecond;
  return expertFlopPerRow / rate(precision.experts) + alwaysFlopPerRow / rate(precision.alwaysFfn);
}

function pairsOf(
  { layers, kvElements, flopPerKvToken, expanded, readsAtMost, dropsTheRest, indexer }: AttentionLayers,
  flopPerSecond: number,
  elementsPerSecond: number,
): readonly PrefillPairs[] {
  const computing = flopPerKvToken / flopPerSecond;
  // What one new token reads serves all others, too, unless each has selected tokens of its own.
  const selects = readsAtMost !== undefined && !dropsTheRest;
  const perPair = layers * (selects ? Math.max(computing, kvElements / elementsPerSecond) : computing);
  const ofCache: PrefillPairs = {
    perPair,
    readsAtMost,
    expanded: expanded && {
      perPair: (layers * expanded.flopPerPair) / flopPerSecond,
      perCachedToken: (layers * expanded.flopPerCachedToken) / flopPerSecond,
    },
  };
  if (!indexer) return [ofCache];
  const ofIndex = {
    perPair: (layers * indexer.flopPerToken) / flopPerSecond,
    readsAtMost: undefined,
    expanded: undefined,
  };
  return [ofCache, ofIndex];
}

/** One entry for each number of tokens that layers read; what has a choice of its own stays by itself. */
function merged(pairs: readonly PrefillPairs[]): readonly PrefillPairs[] {
  const plain = new Map<number | undefined, number>();
  for (const { perPair, readsAtMost, expanded } of pairs) {
    if (!expanded) plain.set(readsAtMost, (plain.get(readsAtMost) ?? 0) + perPair);
  }
  return [
    ...pairs.filter(({ expanded }) => expanded),
    ...[...plain].map(([readsAtMost, perPair]) => ({ perPair, readsAtMost, expanded: undefined })),
  ];
}
