import type { LatencyModel, OperatingPoint, Pools } from '../server/src/provisioning/cycle/operating-point';
import { regime } from '../server/src/provisioning/cycle/regime';
import { simulate } from '../server/src/simulation/simulate';
import { gainBand } from '../server/src/uncertainty/gain-band';
import { recommend } from '../server/src/uncertainty/recommendation';
import { givenWorld, plausibleWorlds } from '../server/src/uncertainty/world';
import { type KnownLengths, randomLengths, type Uniform } from './band-cases';

/** What the stated coefficients are off by at most, each for itself, where nothing else is asked. */
export const error = 0.05;
/** Larger cases would take minutes each. */
const mostSlots = 40_000;
/** What a band says, and whether the simulated gain is in it. */
export interface Judged {
  readonly holds: boolean;
  readonly width: number;
}

export interface BandCase {
  readonly lengths: KnownLengths['kind'];
  readonly regimes: string;
  readonly microbatches: number;
  readonly standardError: number;
  readonly worlds: Judged;
  /** With the true coefficients: what the theory itself misses. */
  readonly perfectProfile: Judged;
  /** What the best pools of the given point give over the recommended ones, simulated: what looking at the worlds loses. */
  readonly lost: number;
}

const exactTheta = { kind: 'standard error', relative: 0, reach95: 1.96 } as const;
const stagesOff = (share: number) => ({ attention: share, communication: share, ffn: share });
const worldsOff = (share: number) => plausibleWorlds({ theta: exactTheta, stages: stagesOff(share) });
const perfectWorlds = worldsOff(0);

/** True stage times of a random regime, in units of the mean attention time. */
function randomLatency(uniform: Uniform, batchSize: number, theta: number): LatencyModel {
  const share = (most: number) => most * uniform();
  const [attentionBase, ffnBase, linkBase] = [share(0.5), share(0.6), share(1)];
  const rows = between(uniform, 1.5, 30) * batchSize;
  const link = uniform() < 0.3 ? between(uniform, 0.5, 3) : between(uniform, 0.05, 0.5);
  return {
    attention: { alpha: (1 - attentionBase) / (batchSize * theta), beta: attentionBase },
    ffn: { alpha: (1 - ffnBase) / rows, beta: ffnBase },
    communication: { alpha: (link * (1 - linkBase)) / rows, beta: link * linkBase },
    communicationScalesWith: 'bundle',
    attentionCost: 1,
    ffnCost: 1,
  };
}

/** A number whose logarithm is uniform. */
function between(uniform: Uniform, low: number, high: number): number {
  return low * (high / low) ** uniform();
}

/** What a profile states whose coefficients are each off by a draw. */
function statedFor(uniform: Uniform, truth: LatencyModel, most: number): LatencyModel {
  const off = (value: number) => value / (1 + most * (2 * uniform() - 1));
  const line = ({ alpha, beta }: { readonly alpha: number; readonly beta: number }) => ({
    alpha: off(alpha),
    beta: off(beta),
  });
  const { attention, communication, ffn } = truth;
  return { ...truth, attention: line(attention), communication: line(communication), ffn: line(ffn) };
}

/** A case, or undefined where nothing better is found or it is too large. */
export function randomCase(
  uniform: Uniform,
  seed: number,
  lengthsBy: (uniform: Uniform) => KnownLengths = randomLengths,
  mostOff = error,
): BandCase | undefined {
  const statedWorlds = worldsOff(mostOff);
  const lengths = lengthsBy(uniform);
  const { theta, nu, meanDecode } = lengths;
  const microbatches = 1 + Math.floor(4 * uniform());
  const batchSize = Math.round(between(uniform, 8, 1024));
  const truth = randomLatency(uniform, batchSize, theta);
  const point: OperatingPoint = {
    load: { theta, nu, meanDecode },
    batchSize,
    microbatches,
    latency: statedFor(uniform, truth, mostOff),
  };
  const from: Pools = {
    attention: Math.round(between(uniform, 1, 64)),
    ffn: 2 ** Math.floor(3 * uniform() ** 2),
  };
  const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 64 };
  const to = recommend(point, from, 'pipeline', limits, statedWorlds)[0]?.pools;
  const [ofPoint] = recommend(point, from, 'pipeline', limits, [givenWorld]);
  const most = Math.max(from.attention, to?.attention ?? 0, ofPoint?.pools.attention ?? 0);
  if (to === undefined || most * batchSize * microbatches > mostSlots) return undefined;
  const { points } = simulate({
    latency: truth,
    batchSize,
    microbatches,
    pools: [from, to, ofPoint?.pools ?? to],
    requests: { kind: 'resample', list: lengths.list },
    requestsPerWorker: Math.min(60_000, Math.max(3000, 20 * batchSize * microbatches, 4e7 / (most * meanDecode))),
    start: 'stationary',
    warmUp: 0,
    replications: 3,
    seed,
  })!;
  const gain = points[1]!.throughput.mean / points[0]!.throughput.mean - 1;
  const judged = ({ low, high }: { readonly low: number; readonly high: number }): Judged => ({
    holds: low <= gain && gain <= high,
    width: high - low,
  });
  return {
    lengths: lengths.kind,
    regimes: `${regime(point, from, 'pipeline')} to ${regime(point, to, 'pipeline')}`,
    microbatches,
    // Student's t with two degrees of freedom reaches 4.3 standard errors.
    standardError: Math.hypot(
      ...points.slice(0, 2).map(({ throughput: { mean, low, high } }) => (high! - low!) / (2 * 4.303 * mean)),
    ),
    worlds: judged(gainBand(point, from, to, 'pipeline', statedWorlds)),
    lost: points[2]!.throughput.mean / points[1]!.throughput.mean - 1,
    perfectProfile: judged(gainBand({ ...point, latency: truth }, from, to, 'pipeline', perfectWorlds)),
  };
}
