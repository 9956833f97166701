import type { Pools } from '../../provisioning/cycle/operating-point';

export type Stage = 'attention' | 'ffn' | 'communication';

/** One stage of one microbatch, timed by itself through all layers. */
export interface StageTiming {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly stage: Stage;
  /** KV tokens that the attention worker read; undefined for other stages, or where they are not stated. */
  readonly tokens: number | undefined;
  /** Attention: B of the worker. FFN and communication: rB, the rows of one FFN worker. Undefined where not stated. */
  readonly requests: number | undefined;
  readonly milliseconds: number;
}

/** One whole decode step of a bundle whose requests all have the same context. */
export interface SweepRow {
  readonly line: number;
  readonly context: number;
  readonly pools: Pools;
  /** B: requests per attention worker in one microbatch. */
  readonly batchSize: number;
  /** The step over the number of microbatches, in milliseconds. */
  readonly cycle: number;
}

/** A row that is not fitted, or hardly, and why. */
export interface RowRemark {
  readonly line: number;
  readonly message: string;
}

export interface StageMeasurements {
  readonly kind: 'stages';
  readonly rows: readonly StageTiming[];
  readonly ignoredColumns: readonly string[];
}

export interface SweepMeasurements {
  readonly kind: 'sweep';
  readonly rows: readonly SweepRow[];
  /** Rows whose step time and throughput contradict each other. */
  readonly contradictory: readonly RowRemark[];
  readonly ignoredColumns: readonly string[];
}

export type Measurements = StageMeasurements | SweepMeasurements;

/** What is wrong with measurements, each in one sentence, with the 1-based line where it is one row. */
export interface MeasurementProblem {
  readonly message: string;
  readonly line: number | undefined;
}

/** Measurements that no profile can be fitted to. */
export class MeasurementError extends Error {
  override readonly name = 'MeasurementError';
  readonly problems: readonly MeasurementProblem[];

  constructor(problems: readonly MeasurementProblem[]) {
    super(problems.map(({ message }) => message).join(' '));
    this.problems = problems;
  }
}

/** The error with one problem. */
export function measurementError(message: string, line?: number): MeasurementError {
  return new MeasurementError([{ message, line }]);
}

/** T: KV tokens that one attention worker reads in a cycle. */
export function tokenLoadOf({ batchSize, context }: SweepRow): number {
  return batchSize * context;
}

/** rB: rows of one FFN worker in a cycle. */
export function ffnRowsOf({ batchSize, pools }: SweepRow): number {
  return (batchSize * pools.attention) / pools.ffn;
}
