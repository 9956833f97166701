/** A stage time as a line: `alpha * load + beta`, in the profile's time unit. */
export interface StageLine {
  readonly alpha: number;
  readonly beta: number;
}

/**
 * What the communication slope multiplies: `bundle` is the bundle's batch rB (arXiv 2601.21351 v3/v4, the default),
 * `worker` is one attention worker's batch B (v1 eq. 4).
 */
export type CommunicationScale = 'bundle' | 'worker';

/**
 * How FFN workers share the rows of the attention workers. `even`, the default: each gets x/y times B. `whole workers`:
 * each serves whole attention workers, in blocks that differ by at most one, so that the slowest gets ceil(x/y) times B.
 */
export type FfnSharing = 'even' | 'whole workers';

/** The latency profile as arithmetic sees it. Communication is a round trip. Costs weigh the pools in the objective. */
export interface LatencyModel {
  readonly attention: StageLine;
  readonly communication: StageLine;
  readonly ffn: StageLine;
  readonly communicationScalesWith: CommunicationScale;
  readonly attentionCost: number;
  readonly ffnCost: number;
}

/** Stationary token load of one slot: mean theta and standard deviation nu (unknown when the workload does not yield it). */
export interface SlotLoad {
  readonly theta: number;
  readonly nu: number | undefined;
  /** Mean decode steps of a request, which is how long a load lasts; undefined or absent where unknown. */
  readonly meanDecode?: number | undefined;
}

/** Everything but the pool sizes. `batchSize` is B, requests per attention worker per microbatch. */
export interface OperatingPoint {
  readonly load: SlotLoad;
  readonly batchSize: number;
  readonly latency: LatencyModel;
  readonly microbatches: number | undefined;
  readonly sharing?: FfnSharing | undefined;
}

/** Worker counts of one bundle: x attention workers and y FFN workers that step together; r = x/y. */
export interface Pools {
  readonly attention: number;
  readonly ffn: number;
}

/**
 * What sets the cycle. `pipeline`: no single stage does; with so few microbatches in flight the sum of the stages,
 * shared among them, is longer than each.
 */
export type Regime = 'attention' | 'communication' | 'ffn' | 'pipeline';

/** Which of the three answers a number comes from, most specific last. */
export type AnswerForm = 'mean-field' | 'barrier' | 'pipeline';
