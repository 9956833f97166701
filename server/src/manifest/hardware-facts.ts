import type { Fact } from './fact';

/** Precisions a manifest may name. */
export const precisionNames = ['bf16', 'fp8', 'int8', 'fp4', 'int4'] as const;
export type PrecisionName = (typeof precisionNames)[number];

/** Shares of the peaks that a roofline assumes. */
export const efficiencyNames = [
  'attentionBandwidth',
  'attentionCompute',
  'ffnBandwidth',
  'ffnCompute',
  'prefillCompute',
  'network',
] as const;
export type EfficiencyName = (typeof efficiencyNames)[number];

export const networkNames = ['scale-up', 'scale-out'] as const;
export type NetworkName = (typeof networkNames)[number];

/** What the manifest says of the workers' hardware, and of how the model is stored on it. */
export interface HardwareFacts {
  readonly attentionDevice: Fact<string> | undefined;
  readonly ffnDevice: Fact<string> | undefined;
  /** Price of one worker, in one unit for both pools. */
  readonly attentionCost: Fact<number> | undefined;
  readonly ffnCost: Fact<number> | undefined;
  readonly weights: PrecisionName | undefined;
  readonly kvCache: PrecisionName | undefined;
  /** Memory of one worker that the engine needs for itself, in bytes. */
  readonly reserveBytes: number | undefined;
  readonly efficiency: Readonly<Partial<Record<EfficiencyName, number>>>;
  readonly network: NetworkName | undefined;
  readonly hopSeconds: number | undefined;
  readonly operationSeconds: number | undefined;
  /** Rows of the mean expert device over those of the busiest, above 0 and at most 1. */
  readonly expertBalance: number | undefined;
}

export const noHardware: HardwareFacts = {
  attentionDevice: undefined,
  ffnDevice: undefined,
  attentionCost: undefined,
  ffnCost: undefined,
  weights: undefined,
  kvCache: undefined,
  reserveBytes: undefined,
  efficiency: {},
  network: undefined,
  hopSeconds: undefined,
  operationSeconds: undefined,
  expertBalance: undefined,
};
