import type { AttentionLine, CappedReads } from '../../provisioning/cycle/operating-point';
import type { Device } from '../hardware/device';
import type { ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import type { AttentionBreakdown, CacheReads, ComputeRate, Rate } from './breakdown';
import { bytesPerElement } from './precision';
import { computeRate, derated } from './rates';
import { sum } from './sum';

/** Embedding and output head, which quantised checkpoints leave as they are. */
export const headPrecision = 'bf16';

/** Operations of a layer that read memory: projections before and after, and the cache; an indexer is one more. */
const operationsPerLayer = 3;

/** Seconds of the attention stage on one device, and what they follow from (docs/roofline.md, "Attention"). */
export function attentionStage(
  shape: ModelShape,
  device: Device,
  { efficiency, operationSeconds }: Assumptions,
): { readonly line: AttentionLine; readonly breakdown: AttentionBreakdown } {
  const bandwidth = derated(device.memoryBandwidth, efficiency.attentionBandwidth);
  const compute = (stored: ModelShape['precision']['attention']) =>
    computeRate(device, stored, efficiency.attentionCompute);
  const scoreCompute = compute('bf16');
  const projectionCompute = compute(shape.precision.attention);
  const headCompute = compute(headPrecision);
  const cacheReads = cacheReadsOf(shape, bandwidth, scoreCompute);
  const projections = projectionParametersOf(shape);
  const breakdown: AttentionBreakdown = {
    device: device.id,
    bandwidth,
    scoreCompute,
    projectionCompute,
    headCompute,
    cacheReads,
    kvBytesPerToken: sum(cacheReads, ({ bytesPerToken }) => bytesPerToken),
    flopPerKvToken: sum(cacheReads, ({ flopPerToken }) => flopPerToken),
    weightBytesPerStep:
      projections * bytesPerElement[shape.precision.attention] + shape.headParameters * bytesPerElement[headPrecision],
    projectionFlopPerRequest: 2 * projections,
    headFlopPerRequest: 2 * shape.headParameters,
    operationsPerStep: sum(shape.attention, ({ layers, indexer }) => layers * (operationsPerLayer + (indexer ? 1 : 0))),
  };
  const line: AttentionLine = {
    alpha: sum(
      cacheReads.filter(({ readsAtMost }) => readsAtMost === undefined),
      ({ secondsPerToken }) => secondsPerToken,
    ),
    perRequest:
      breakdown.projectionFlopPerRequest / projectionCompute.effectivePerSecond +
      breakdown.headFlopPerRequest / headCompute.effectivePerSecond,
    capped: cappedReads(cacheReads),
    beta: breakdown.weightBytesPerStep / bandwidth.effectivePerSecond + breakdown.operationsPerStep * operationSeconds,
  };
  return { line, breakdown };
}

/** Parameters of the projections of all layers, those of indexes included. */
export function projectionParametersOf({ attention }: ModelShape): number {
  return sum(
    attention,
    ({ layers, projectionParameters, indexer }) => layers * (projectionParameters + (indexer?.parameters ?? 0)),
  );
}

function cacheReadsOf(shape: ModelShape, bandwidth: Rate, compute: ComputeRate): readonly CacheReads[] {
  const elementBytes = bytesPerElement[shape.precision.kvCache];
  const read = (
    part: Pick<CacheReads, 'reads' | 'layers' | 'readsAtMost'>,
    elements: number,
    flop: number,
  ): CacheReads => {
    const bytesPerToken = part.layers * elements * elementBytes;
    const flopPerToken = part.layers * flop;
    const reading = bytesPerToken / bandwidth.effectivePerSecond;
    const computing = flopPerToken / compute.effectivePerSecond;
    return {
      ...part,
      bytesPerToken,
      flopPerToken,
      secondsPerToken: Math.max(reading, computing),
      limit: computing > reading ? 'compute' : 'memory',
    };
  };
  return shape.attention.flatMap(({ layers, readsAtMost, kvElements, flopPerKvToken, indexer }) => [
    read({ reads: 'cache', layers, readsAtMost }, kvElements, flopPerKvToken),
    ...(indexer
      ? [read({ reads: 'indexer', layers, readsAtMost: undefined }, indexer.elements, indexer.flopPerToken)]
      : []),
  ]);
}

/** Layers that read at most so many tokens, one entry for each number of tokens. */
function cappedReads(cacheReads: readonly CacheReads[]): readonly CappedReads[] {
  const alphas = new Map<number, number>();
  for (const { readsAtMost, secondsPerToken } of cacheReads) {
    if (readsAtMost !== undefined) alphas.set(readsAtMost, (alphas.get(readsAtMost) ?? 0) + secondsPerToken);
  }
  return [...alphas].map(([tokens, alpha]) => ({ alpha, tokens }));
}
