import type { AnswerForm, OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';

/** A seeded generator of uniform numbers in [0, 1). */
export type Random = () => number;

/** mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

export function logUniform(random: Random, low: number, high: number): number {
  return Math.exp(uniform(random, Math.log(low), Math.log(high)));
}

export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

/** Standard normal (Box-Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface PointShape {
  /** Range of r_A, roughly where attention and FFN balance. */
  readonly balance: readonly [number, number];
  /** Largest sigma_A relative to the mean attention time; 0 leaves nu unknown. */
  readonly spread: number;
}

/**
 * A random operating point over many orders of magnitude; slopes and intercepts are 0 now and then, either
 * communication scale, sometimes unequal costs.
 */
export function randomPoint(random: Random, shape: PointShape): OperatingPoint {
  const batchSize = integer(random, 1, 1024);
  const theta = logUniform(random, 10, 1e5);
  const slope = logUniform(random, 1e-6, 1);
  const variable = slope * batchSize * theta;
  const orZero = (value: number): number => (random() < 0.1 ? 0 : value);
  const attention = { alpha: slope, beta: orZero(variable * logUniform(random, 1e-3, 3)) };
  const time = variable + attention.beta;
  const ffnSlope = time / (batchSize * logUniform(random, ...shape.balance));
  const scale = pick(random, ['bundle', 'worker'] as const);
  const communicationSlope = scale === 'bundle' ? ffnSlope : time / batchSize;
  const spread = uniform(random, 0, shape.spread);
  return {
    load: { theta, nu: shape.spread === 0 ? undefined : (spread * time) / (slope * Math.sqrt(batchSize)) },
    batchSize,
    microbatches: integer(random, 1, 4),
    latency: {
      attention,
      communication: {
        alpha: orZero(communicationSlope * logUniform(random, 0.01, 3)),
        beta: orZero(time * logUniform(random, 1e-3, 3)),
      },
      ffn: { alpha: ffnSlope, beta: orZero(time * logUniform(random, 1e-3, 3)) },
      communicationScalesWith: scale,
      attentionCost: random() < 0.5 ? 1 : logUniform(random, 0.2, 5),
      ffnCost: random() < 0.5 ? 1 : logUniform(random, 0.2, 5),
    },
  };
}

/** The same point with experts that the FFN workers share out, rows that fan out, and time per request. */
export function bent(random: Random, point: OperatingPoint): OperatingPoint {
  const { latency, batchSize, load } = point;
  const { attention, communication, ffn } = latency;
  const [count, perToken] = pick(random, [
    [256, 8],
    [128, 1],
    [48, 3],
    [8, 2],
    [7, 7],
  ] as const);
  const time = attention.alpha * batchSize * load.theta;
  return {
    ...point,
    latency: {
      ...latency,
      attention: {
        ...attention,
        perRequest: (time / batchSize) * logUniform(random, 1e-3, 1),
        capped: [
          { alpha: attention.alpha * logUniform(random, 0.01, 1), tokens: load.theta * logUniform(random, 0.1, 3) },
        ],
      },
      communication: { ...communication, fanOut: random() < 0.7 ? { count, perToken } : undefined },
      ffn: {
        ...ffn,
        experts: random() < 0.9 ? { count, perToken, readTime: time * logUniform(random, 0.01, 30) } : undefined,
      },
    },
  };
}

export const allForms: readonly AnswerForm[] = ['mean-field', 'barrier', 'pipeline'];
