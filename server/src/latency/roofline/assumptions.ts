import { formatNumber, quote } from '../../text/format';

/** The share of a peak that a stage reaches, above 0 and at most 1. */
export interface Efficiencies {
  readonly attentionBandwidth: number;
  readonly attentionCompute: number;
  readonly ffnBandwidth: number;
  readonly ffnCompute: number;
  /** The share of the compute peak that projections, attention and FFN of a prompt reach. */
  readonly prefillCompute: number;
  readonly network: number;
}

/** What a roofline takes for granted about engine and network. */
export interface Assumptions {
  readonly efficiency: Efficiencies;
  /** Seconds of one message one way, besides the time its bytes take. */
  readonly hopSeconds: number;
  /** Seconds of each operation that reads memory, besides the time its bytes take. */
  readonly operationSeconds: number;
  /** Memory of each worker that neither weights nor KV cache can have. */
  readonly reserveBytes: number;
}

/** Assumptions in place of the default ones. */
export type StatedAssumptions = Partial<Omit<Assumptions, 'efficiency'>> & {
  readonly efficiency?: Partial<Efficiencies> | undefined;
};

/** docs/roofline.md says where each comes from. */
export const defaultAssumptions: Assumptions = {
  efficiency: {
    attentionBandwidth: 0.6,
    attentionCompute: 0.45,
    ffnBandwidth: 0.8,
    ffnCompute: 0.25,
    prefillCompute: 0.45,
    network: 0.8,
  },
  hopSeconds: 10e-6,
  operationSeconds: 3e-6,
  reserveBytes: 3.5e9,
};

/**
 * Error of a roofline's stage times, from half to one and a half: as wide as the published efficiencies are apart
 * (docs/roofline.md).
 */
export const rooflineRelativeError = { attention: 0.5, communication: 0.5, ffn: 0.5 } as const;

/** The default assumptions with the stated ones in their place. */
export function withStated(stated: StatedAssumptions): Assumptions {
  const { efficiency: defaults, ...rest } = defaultAssumptions;
  return { ...rest, ...definedOf(stated), efficiency: { ...defaults, ...definedOf(stated.efficiency ?? {}) } };
}

/** Why nothing can be computed with these assumptions, as a sentence that names the bad one; undefined if they are fine. */
export function assumptionProblem({ efficiency, ...amounts }: Assumptions): string | undefined {
  for (const [name, share] of Object.entries(efficiency)) {
    if (!(share > 0 && share <= 1))
      return `${quote(name)} is ${formatNumber(share)}; an efficiency lies above 0 and is at most 1.`;
  }
  for (const [name, amount] of Object.entries(amounts)) {
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY))
      return `${quote(name)} is ${formatNumber(amount)}; it cannot be below 0 or unbounded.`;
  }
  return undefined;
}

function definedOf<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
