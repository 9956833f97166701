import type { FfnSharing, LatencyModel, Pools } from '../provisioning/cycle/operating-point';
import type { RequestLaw } from './request-law';

/**
 * What to simulate: the rA-1F pipeline at each of `pools`, all fed with the same requests. A worker holds `batchSize`
 * requests in each of `microbatches` microbatches and never runs out of them.
 */
export interface Scenario {
  readonly latency: LatencyModel;
  readonly batchSize: number;
  readonly microbatches: number;
  readonly sharing?: FfnSharing | undefined;
  /** The points of the sweep. */
  readonly pools: readonly Pools[];
  readonly requests: RequestLaw;
  /** N: the run is sized for so many requests per attention worker and ends when 80 % of them are complete. */
  readonly requestsPerWorker: number;
  /** `cold`: fresh requests in every slot, as in arXiv 2601.21351; `stationary`: requests somewhere in their decoding. */
  readonly start: 'cold' | 'stationary';
  /** Share of the run that steady-state figures leave out, from 0 to below 1. */
  readonly warmUp: number;
  readonly replications: number;
  /** A whole number from 0 to 2^32 - 1; the same seed gives the same numbers. */
  readonly seed: number;
}

/** A mean over replications with its 95 % interval (Student's t); a single replication has no interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** What was measured at one point of the sweep. Times in the profile's unit, shares from 0 to 1. */
export interface SimulatedPoint {
  readonly pools: Pools;
  /** Steady state: tokens generated per time per worker of either kind (or per unit of cost). */
  readonly throughput: Estimate;
  /** The paper's metric (v1 eq 21): tokens of the first 80 % of requests to complete, over the time until then. */
  readonly throughputFirst80: Estimate;
  readonly cycleTime: Estimate;
  /** Mean and 99th percentile over requests of the time per output token. */
  readonly tpotMean: Estimate;
  readonly tpotP99: Estimate;
  readonly idleAttention: Estimate;
  readonly idleFfn: Estimate;
  /** By how much the slowest worker of a step exceeds the mean one, as a share of the mean. */
  readonly barrierOverhead: Estimate;
}

export interface Simulation {
  readonly seed: number;
  readonly replications: number;
  readonly requestsPerWorker: number;
  readonly start: Scenario['start'];
  readonly points: readonly SimulatedPoint[];
  /** Attention steps of single workers that were simulated, over all points and replications. */
  readonly workerSteps: number;
}

/** Called between blocks of steps; a run whose `isCancelled` turns true ends with `undefined`. */
export interface RunControl {
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly isCancelled?: (() => boolean) | undefined;
}
