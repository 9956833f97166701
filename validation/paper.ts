import { cycleTime } from '../server/src/provisioning/cycle/cycle-time';
import { meanSlotLoadOverHorizon } from '../server/src/provisioning/cycle/finite-horizon';
import type { LatencyModel, OperatingPoint } from '../server/src/provisioning/cycle/operating-point';
import type { SimulatedPoint } from '../server/src/simulation/scenario';
import { simulate } from '../server/src/simulation/simulate';
import { published } from './cases';

/** The paper's own experiment beside the theory, at every ratio from 1 to 32. */
export interface PaperRun {
  /** Cold start, measured as in the paper. */
  readonly cold: readonly SimulatedPoint[];
  readonly stationary: readonly SimulatedPoint[];
  /** max{tA, tF} at the mean load of the finite run, in tokens per cycle per worker. */
  readonly theory: readonly number[];
  readonly replications: number;
}

const latency: LatencyModel = { ...published, communicationScalesWith: 'worker' };

/** arXiv 2601.21351 v1: B = 256, geometric lengths of mean 100 and 500, N = 10,000 per worker, two batches in flight. */
export function paperRun(replications: number): PaperRun {
  const pools = Array.from({ length: 32 }, (_, i) => ({ attention: i + 1, ffn: 1 }));
  const shared = {
    latency,
    batchSize: 256,
    microbatches: 2,
    pools,
    requests: { kind: 'geometric', meanPrefill: 100, meanDecode: 500 },
    requestsPerWorker: 10_000,
    warmUp: 0,
    replications,
    seed: 1,
  } as const;
  const load = { meanPrefill: 100, meanDecode: 500, batchSize: 256, requestsPerWorker: 10_000 };
  const point: OperatingPoint = {
    load: { theta: meanSlotLoadOverHorizon(load), nu: undefined },
    batchSize: 256,
    latency,
    microbatches: undefined,
  };
  return {
    cold: simulate({ ...shared, start: 'cold' })!.points,
    stationary: simulate({ ...shared, start: 'stationary' })!.points,
    theory: pools.map((each) => (256 * each.attention) / ((each.attention + 1) * cycleTime(point, each, 'mean-field'))),
    replications,
  };
}

/** Where the idle share of attention overtakes that of FFN, by linear interpolation. */
export function idleCrossing(points: readonly SimulatedPoint[]): number {
  const difference = (index: number) => points[index]!.idleAttention.mean - points[index]!.idleFfn.mean;
  const after = points.findIndex((_, index) => difference(index) >= 0);
  const [low, high] = [difference(after - 1), difference(after)];
  return points[after]!.pools.attention - high / (high - low);
}
