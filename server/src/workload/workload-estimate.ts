import type { WorkloadErrors } from './errors/workload-errors';

/** The workload as the theory sees it. Lengths in tokens; theta and nu in KV tokens per slot. */
export interface PointEstimate {
  readonly kind: 'point';
  readonly requests: number | undefined;
  readonly meanPrefill: number;
  readonly meanDecode: number;
  readonly covariance: number | undefined;
  readonly theta: number;
  /** Standard error of theta; undefined where the input does not determine it. */
  readonly thetaStandardError: number | undefined;
  /** How well a trace determines it; absent for statistics, which say at most theta's standard error. */
  readonly errors?: WorkloadErrors | undefined;
  /** Undefined where the input lacks the third-order moments. */
  readonly nu: number | undefined;
}

/** Marginals only: theta lies between two bounds because the covariance of prefill and decode lengths is missing. */
export interface IntervalEstimate {
  readonly kind: 'interval';
  readonly requests: number | undefined;
  readonly meanPrefill: number;
  readonly meanDecode: number;
  readonly thetaLow: number;
  readonly thetaHigh: number;
}

export type WorkloadEstimate = PointEstimate | IntervalEstimate;
