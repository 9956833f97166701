import type { AnswerForm, Pools, Regime } from '../provisioning/cycle/operating-point';
import type { Estimate, Simulation } from '../simulation/scenario';
import type { TimeUnit } from '../text/format';

/** What a reader tries out beside the manifest; absent means as the manifest says. */
export interface WhatIf {
  readonly batchSize?: number;
  readonly microbatches?: number;
  /** A built-in id, or a path as the manifest would write it. */
  readonly profile?: string;
  /** Multiplies the prompt and output lengths of all requests. */
  readonly lengthScale?: number;
  /** null: no objective. */
  readonly tpotSeconds?: number | null;
}

/** Values to write into a manifest; absent ones stay as they are. */
export interface DeploymentChange {
  readonly attention?: number;
  readonly ffn?: number;
  readonly batchSize?: number;
  readonly microbatches?: number;
  readonly profile?: string;
  readonly tpotSeconds?: number;
}

/** What a sweep was computed with. */
export interface SweepInputs {
  readonly attention: number;
  readonly ffn: number;
  readonly batchSize: number;
  readonly microbatches: number;
  /** True where the manifest gives no microbatches, so that `microbatches` is an assumption. */
  readonly microbatchesAssumed: boolean;
  readonly profile: string;
  readonly lengthScale: number;
  readonly tpotSeconds: number | null;
}

/**
 * The theory at one attention count. Times in the profile's unit; throughput in tokens per time unit per worker (or
 * cost).
 */
export interface TheoryPoint extends Pools {
  readonly ratio: number;
  readonly throughput: number;
  readonly cycleTime: number;
  readonly tpot: number;
  readonly idleAttention: number;
  readonly idleFfn: number;
  readonly regime: Regime;
}

/** Throughput against ratio at the configured FFN pool, as the theory has it; ascending ratios. */
export interface TheorySweep {
  readonly kind: 'theory';
  /** Name of the deployment, and the index of its YAML document. */
  readonly title: string;
  readonly document: number;
  readonly timeUnit: TimeUnit;
  /** True where throughput is per unit of cost. */
  readonly weighted: boolean;
  readonly inputs: SweepInputs;
  /** The inputs as the manifest has them, without the reader's changes. */
  readonly manifest: SweepInputs;
  /** Profiles to choose from: the manifest's, then the built-in ones. */
  readonly profiles: readonly string[];
  readonly form: AnswerForm;
  readonly points: readonly TheoryPoint[];
  readonly configured: TheoryPoint;
  /** Best pools to deploy, within slo.tpot; undefined where no better ones are known. Gains are shares. */
  readonly recommended:
    | (TheoryPoint & { readonly gain: number; readonly gainLow: number; readonly gainHigh: number })
    | undefined;
  /**
   * Best attention count beside the configured FFN pool, leaving slo.tpot aside, within the range if one was asked for:
   * what a simulation is compared with.
   */
  readonly predicted: TheoryPoint;
  /** Ratios that are as good as the best within the errors. */
  readonly band: { readonly low: number; readonly high: number } | undefined;
  /** slo.tpot in the profile's unit; undefined without an objective or where cycles have no known length. */
  readonly tpotLimit: number | undefined;
  /** Plain sentences a reader must know: assumptions, what is outside the tested or calibrated range. */
  readonly notes: readonly string[];
  /** Why this cannot be simulated; undefined where it can. */
  readonly notSimulated: string | undefined;
}

/** Why there is no sweep, in one sentence. */
export interface NoSweep {
  readonly kind: 'none';
  readonly title: string;
  readonly message: string;
}

/** One simulated point beside its figures; low and high are the ends of a 95 % interval, null with one replication. */
export interface SimulatedSweepPoint extends Pools {
  readonly ratio: number;
  /** The theory's throughput there. */
  readonly theory: number;
  readonly throughput: Estimate;
  readonly throughputFirst80: Estimate;
  readonly tpotMean: Estimate;
  readonly tpotP99: Estimate;
  readonly idleAttention: Estimate;
  readonly idleFfn: Estimate;
  readonly barrierOverhead: Estimate;
}

/** A simulated sweep and how the prediction stands to it. */
export interface SimulatedSweep {
  readonly kind: 'simulated';
  readonly seed: number;
  readonly replications: number;
  readonly requestsPerWorker: number;
  readonly start: Simulation['start'];
  /** Where the simulated requests come from, in words. */
  readonly requests: string;
  readonly points: readonly SimulatedSweepPoint[];
  readonly best: Pools & { readonly ratio: number };
  readonly predicted: Pools & { readonly ratio: number };
  /** How far the predicted ratio is from the simulated best one, and the throughput lost by deploying it. */
  readonly ratioErrorPercent: number;
  readonly regretPercent: number;
}
