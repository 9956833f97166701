import type { Device } from '../../../server/src/latency/hardware/device';
import type {
  AttentionLayers,
  FfnLayers,
  ModelShape,
  Precision,
} from '../../../server/src/latency/hardware/model-shape';

/** Layers with keys and values per KV head. */
export function multiHead(
  layers: number,
  hidden: number,
  heads: { readonly query: number; readonly kv: number; readonly size: number; readonly queryRank?: number },
): AttentionLayers {
  const { query, kv, size, queryRank } = heads;
  const queries = queryRank === undefined ? hidden * query * size : hidden * queryRank + queryRank * query * size;
  return {
    layers,
    kind: 'multi-head',
    kvElements: 2 * kv * size,
    flopPerKvToken: 4 * query * size,
    expanded: undefined,
    queryHeads: query,
    kvHeads: kv,
    projectionParameters: queries + 2 * hidden * kv * size + query * size * hidden,
    kvParameters: 2 * hidden * kv * size,
    narrowQueryParameters: hidden * (queryRank ?? 0),
    readsAtMost: undefined,
    dropsTheRest: false,
    indexer: undefined,
  };
}

/** Layers with one latent vector of 512 + 64 elements per token, the query's rank 1536, in absorbed form. */
export function latent(layers: number, hidden: number, heads: number): AttentionLayers {
  const [kv, rope, nope, value, queryRank] = [512, 64, 128, 128, 1536];
  return {
    layers,
    kind: 'latent',
    kvElements: kv + rope,
    flopPerKvToken: heads * 2 * (kv + rope + kv),
    expanded: { flopPerPair: heads * 2 * (nope + rope + value), flopPerCachedToken: heads * 2 * kv * (nope + value) },
    queryHeads: heads,
    kvHeads: 1,
    projectionParameters:
      hidden * queryRank +
      queryRank * heads * (nope + rope) +
      hidden * (kv + rope) +
      heads * nope * kv +
      heads * kv * value +
      heads * value * hidden,
    kvParameters: hidden * (kv + rope),
    narrowQueryParameters: hidden * queryRank,
    readsAtMost: undefined,
    dropsTheRest: false,
    indexer: undefined,
  };
}

/** Layers of gated FFNs: routed experts, and shared ones of the same size. */
export function mixture(
  layers: number,
  hidden: number,
  of: { readonly experts: number; readonly perToken: number; readonly size: number; readonly shared: number },
): FfnLayers {
  const expertParameters = 3 * hidden * of.size;
  return {
    layers,
    experts: of.experts,
    perToken: of.perToken,
    expertParameters,
    alwaysParameters: of.shared * expertParameters,
  };
}

/** Layers with one gated FFN for every token. */
export function dense(layers: number, hidden: number, size: number): FfnLayers {
  return { layers, experts: 0, perToken: 0, expertParameters: 0, alwaysParameters: 3 * hidden * size };
}

function shape(
  id: string,
  hidden: number,
  vocabulary: number,
  attention: AttentionLayers,
  ffn: readonly FfnLayers[],
  precision: Precision = 'fp8',
): ModelShape {
  return {
    id,
    hidden,
    attention: [attention],
    ffn,
    embeddingParameters: vocabulary * hidden,
    headParameters: vocabulary * hidden,
    precision: { attention: precision, experts: precision, alwaysFfn: precision, kvCache: precision },
    source: `${id}, config.json`,
    notes: [],
  };
}

export const deepSeekV3 = shape('deepseek-v3', 7168, 129_280, latent(61, 7168, 128), [
  dense(3, 7168, 18_432),
  mixture(58, 7168, { experts: 256, perToken: 8, size: 2048, shared: 1 }),
]);
export const kimiK2 = shape('kimi-k2', 7168, 163_840, latent(61, 7168, 64), [
  dense(1, 7168, 18_432),
  mixture(60, 7168, { experts: 384, perToken: 8, size: 2048, shared: 1 }),
]);
export const qwen235 = shape('qwen3-235b-a22b', 4096, 151_936, multiHead(94, 4096, { query: 64, kv: 4, size: 128 }), [
  mixture(94, 4096, { experts: 128, perToken: 8, size: 1536, shared: 0 }),
]);
export const qwen32 = shape('qwen3-32b', 5120, 151_936, multiHead(64, 5120, { query: 64, kv: 8, size: 128 }), [
  dense(64, 5120, 25_600),
]);
export const step3 = shape(
  'step-3',
  7168,
  128_815,
  multiHead(61, 7168, { query: 64, kv: 1, size: 256, queryRank: 2048 }),
  [dense(5, 7168, 18_432), mixture(56, 7168, { experts: 48, perToken: 3, size: 5120, shared: 1 })],
);

function device(
  id: string,
  numbers: Partial<Device> & Pick<Device, 'memoryBytes' | 'memoryBandwidth' | 'flops'>,
): Device {
  return {
    id,
    scaleUp: undefined,
    scaleOut: undefined,
    scaleUpDevices: undefined,
    devicesPerNode: 8,
    pricePerHour: undefined,
    source: `${id}, data sheet`,
    notes: [],
    ...numbers,
  };
}

export const gb200 = device('gb200', {
  memoryBytes: 185 * 2 ** 30,
  memoryBandwidth: 8e12,
  flops: { bf16: 2.5e15, fp8: 5e15, int8: undefined, fp4: 1e16 },
  scaleUp: 900e9,
  scaleUpDevices: 72,
  scaleOut: 100e9,
});
export const h20 = device('h20', {
  memoryBytes: 96e9,
  memoryBandwidth: 4e12,
  flops: { bf16: 148e12, fp8: 296e12, int8: undefined, fp4: undefined },
  scaleUp: 450e9,
  scaleOut: 50e9,
  pricePerHour: 0.8,
  notes: ['NVLink of 900 GB/s both ways together is not sourced'],
});
export const h800 = device('h800', {
  memoryBytes: 80e9,
  memoryBandwidth: 3.35e12,
  flops: { bf16: 989e12, fp8: 1979e12, int8: undefined, fp4: undefined },
  scaleUp: 200e9,
  scaleUpDevices: 8,
  scaleOut: 50e9,
  pricePerHour: 2,
});
export const a800 = device('a800', {
  memoryBytes: 80e9,
  memoryBandwidth: 2e12,
  flops: { bf16: 312e12, fp8: undefined, int8: undefined, fp4: undefined },
  scaleUp: 200e9,
  scaleOut: 25e9,
  pricePerHour: 0.75,
});
export const l20 = device('l20', {
  memoryBytes: 48e9,
  memoryBandwidth: 0.864e12,
  flops: { bf16: 119.5e12, fp8: 239e12, int8: undefined, fp4: undefined },
});
