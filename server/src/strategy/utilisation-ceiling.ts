/** FFN nodes that only what the network brings keeps busy. */
export interface FfnNodes {
  readonly nodes: number;
  readonly devicesPerNode: number;
  /** Bandwidths of one device, in bytes per second, as far as they are reached: between nodes, and within one. */
  readonly scaleOutBytesPerSecond: number;
  readonly scaleUpBytesPerSecond: number;
  readonly memoryBytesPerSecond: number;
  readonly flops: number;
}

/** Routed experts of a model whose weights take one byte each. */
export interface CeilingModel {
  readonly experts: number;
  readonly perToken: number;
  readonly hidden: number;
  readonly expertIntermediate: number;
}

export interface UtilisationCeiling {
  /** Share of the peak FLOP/s. */
  readonly share: number;
  readonly from: 'scale-out' | 'scale-up' | 'memory';
}

/** Bytes per element of a row on its way to an expert and back: fp8 there, bf16 back. */
const bytesPerElement = 3;
/** FLOP per weight of the three matrices of an expert and row, over hidden x intermediate size. */
const flopPerElement = 6;

/**
 * HFU_max, the largest share of an FFN device's FLOP/s that rows can arrive for, in stages of `stageSeconds` per layer.
 * A row enters a node once and is copied inside it, so that a device gets min{B_out max{1, k/N}, B_up} bytes per second;
 * beside that, its experts' weights are read once per stage.
 * Source: arXiv 2602.09721, our derivation of its table; docs/strategy.md, "Utilisation ceiling".
 */
export function utilisationCeiling(
  { experts, perToken, hidden, expertIntermediate }: CeilingModel,
  ffn: FfnNodes,
  stageSeconds: number,
): UtilisationCeiling {
  const copied = ffn.scaleOutBytesPerSecond * Math.max(1, perToken / ffn.nodes);
  const input = Math.min(copied, ffn.scaleUpBytesPerSecond);
  const byNetwork = ((flopPerElement / bytesPerElement) * input * expertIntermediate) / ffn.flops;
  const rows = (input * stageSeconds) / (bytesPerElement * hidden);
  const held = Math.ceil(experts / (ffn.nodes * ffn.devicesPerNode));
  const byMemory = ((2 * rows) / held) * (ffn.memoryBytesPerSecond / ffn.flops);
  if (byMemory < byNetwork) return { share: byMemory, from: 'memory' };
  return { share: byNetwork, from: copied < ffn.scaleUpBytesPerSecond ? 'scale-out' : 'scale-up' };
}

/**
 * Seconds that a stage may take in one layer, t_B, of three that a microbatch has per layer:
 * (TPOT x accepted tokens - what is no layer) / (3 layers). Source: arXiv 2602.09721; docs/strategy.md.
 */
export function stageBudget(tpot: number, acceptedTokens: number, otherSeconds: number, layers: number): number {
  return (tpot * acceptedTokens - otherSeconds) / (3 * layers);
}
