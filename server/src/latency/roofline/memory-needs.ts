import type { AttentionMemory, FfnMemory, MemoryModel } from '../../provisioning/memory/memory';
import type { Device } from '../hardware/device';
import type { FfnLayers, ModelShape } from '../hardware/model-shape';
import { headPrecision, projectionParametersOf } from './attention-stage';
import { ffnWeightBytes, routingOf } from './ffn-stage';
import { bytesPerElement } from './precision';
import { sum } from './sum';

/** What the workers of both pools have to hold, and what their devices can (docs/roofline.md, "Memory"). */
export function memoryNeeds(
  shape: ModelShape,
  devices: { readonly attention: Device; readonly ffn: Device },
  reserve: number,
): MemoryModel {
  return {
    attention: { capacity: devices.attention.memoryBytes, reserve, ...attentionNeeds(shape) },
    ffn: { capacity: devices.ffn.memoryBytes, reserve, ...ffnNeeds(shape) },
  };
}

function attentionNeeds(shape: ModelShape): Pick<AttentionMemory, 'weights' | 'kvPerToken' | 'capped'> {
  const { attention, precision, embeddingParameters, headParameters } = shape;
  const elementBytes = bytesPerElement[precision.kvCache];
  const keepsAll = sum(attention, ({ layers, kvElements, readsAtMost, dropsTheRest, indexer }) => {
    const kept = readsAtMost !== undefined && dropsTheRest ? 0 : kvElements;
    return layers * (kept + (indexer?.elements ?? 0));
  });
  const capped = attention.flatMap(({ layers, kvElements, readsAtMost, dropsTheRest }) =>
    readsAtMost !== undefined && dropsTheRest
      ? [{ perToken: layers * kvElements * elementBytes, tokens: readsAtMost }]
      : [],
  );
  return {
    weights:
      projectionParametersOf(shape) * bytesPerElement[precision.attention] +
      (embeddingParameters + headParameters) * bytesPerElement[headPrecision],
    kvPerToken: keepsAll * elementBytes,
    capped,
  };
}

function ffnNeeds(shape: ModelShape): Pick<FfnMemory, 'ownWeights' | 'sharedWeights' | 'experts' | 'perRow'> {
  const { ownWeightBytesPerStep, expertBytes } = ffnWeightBytes(shape);
  const perRow = Math.max(0, ...shape.ffn.map((layers) => activationBytes(layers, shape.hidden)));
  return { ownWeights: ownWeightBytesPerStep, sharedWeights: expertBytes, experts: routingOf(shape)?.count, perRow };
}

/**
 * Activation bytes of one row in one layer, as layers run one after the other: for each expert a hidden vector in fp8
 * and one of results
 * in bf16, and between them gate and up in bf16. Three matrices of hidden x intermediate make an FFN.
 */
function activationBytes({ perToken, expertParameters, alwaysParameters }: FfnLayers, hidden: number): number {
  const ofFfn = (parameters: number) => (parameters > 0 ? 3 * hidden + 4 * (parameters / (3 * hidden)) : 0);
  return perToken * ofFfn(expertParameters) + ofFfn(alwaysParameters);
}
