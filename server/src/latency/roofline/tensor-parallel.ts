import type { Device } from '../hardware/device';
import type { AttentionLayers, ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import { derated } from './rates';
import { sum } from './sum';

/** More devices than these are not put to the attention of the same requests. */
const mostDevices = 8;

/** Bytes of one element of a hidden vector that is added up, in bf16. */
const reducedElementBytes = 2;

/**
 * How many devices of one scale-up domain may do the attention of the same requests: powers of two among which query heads
 * divide evenly and of KV heads each device has as many, or each head as many devices.
 */
export function tensorParallelSizes({ attention }: ModelShape, scaleUpDevices: number): readonly number[] {
  const divides = ({ queryHeads, kvHeads }: AttentionLayers, devices: number): boolean =>
    queryHeads % devices === 0 && (kvHeads % devices === 0 || devices % kvHeads === 0);
  const sizes: number[] = [];
  for (let devices = 1; devices <= Math.min(mostDevices, scaleUpDevices); devices *= 2) {
    if (attention.every((layers) => divides(layers, devices))) sizes.push(devices);
  }
  return sizes;
}

/**
 * The part of a model's attention that is on each of so many devices of a rank: query heads are shared out, KV heads and
 * what makes them as far as there are any, an indexer is on each. Source: docs/roofline.md, "Tensor parallel".
 */
export function partOfRank(shape: ModelShape, devices: number): ModelShape {
  if (devices === 1) return shape;
  return {
    ...shape,
    attention: shape.attention.map((layers) => partOfLayers(layers, devices)),
    embeddingParameters: shape.embeddingParameters / devices,
    headParameters: shape.headParameters / devices,
  };
}

function partOfLayers(layers: AttentionLayers, devices: number): AttentionLayers {
  const { kvHeads, kvParameters, narrowQueryParameters, projectionParameters, expanded } = layers;
  const parts = Math.min(devices, kvHeads);
  return {
    ...layers,
    kvElements: layers.kvElements / parts,
    flopPerKvToken: layers.flopPerKvToken / devices,
    expanded: expanded && {
      flopPerPair: expanded.flopPerPair / devices,
      flopPerCachedToken: expanded.flopPerCachedToken / devices,
    },
    projectionParameters:
      narrowQueryParameters +
      kvParameters / parts +
      (projectionParameters - narrowQueryParameters - kvParameters) / devices,
  };
}

/** Seconds in which the devices of a rank add up what each has of the hidden vectors, once per layer, in a ring. */
export function allReduce(
  { attention, hidden }: ModelShape,
  { scaleUp }: Device,
  devices: number,
  { efficiency, hopSeconds }: Assumptions,
): { readonly perRow: number; readonly perStep: number } {
  if (devices === 1 || scaleUp === undefined) return { perRow: 0, perStep: 0 };
  const layers = sum(attention, (group) => group.layers);
  const bytesPerRow = ((2 * (devices - 1)) / devices) * layers * hidden * reducedElementBytes;
  return {
    perRow: bytesPerRow / derated(scaleUp, efficiency.network).effectivePerSecond,
    perStep: 2 * layers * hopSeconds,
  };
}
