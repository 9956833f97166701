/** A stage time as a line: `alpha * load + beta`, in the profile's time unit. */
export interface StageLine {
  readonly alpha: number;
  readonly beta: number;
}

/** The attention stage of one worker: alpha per KV token of its load, beta per step, and what depends on neither alone. */
export interface AttentionLine extends StageLine {
  /** Time per request of the worker's batch B, whatever its load: its projections. Absent: 0. */
  readonly perRequest?: number | undefined;
  /** Layers that read only some of a request's tokens. Absent: none. */
  readonly capped?: readonly CappedReads[] | undefined;
}

/** Layers that read at most so many tokens of each request, like those with a sliding window: time per token read. */
export interface CappedReads {
  readonly alpha: number;
  readonly tokens: number;
}

/** The FFN stage of one worker: alpha per row of its batch, beta per step. */
export interface FfnLine extends StageLine {
  /** Routed experts that the FFN workers of a bundle share out among them. Absent: beta holds for any pool. */
  readonly experts?: ExpertReads | undefined;
}

/** Routing of each token to `perToken` of `count` experts in every layer. */
export interface Routing {
  readonly count: number;
  readonly perToken: number;
}

/** `readTime`: for one worker to read the weights of all routed experts of all layers. It reads those that are hit. */
export interface ExpertReads extends Routing {
  readonly readTime: number;
}

/** Communication, both ways together: alpha per row, beta per step. */
export interface CommunicationLine extends StageLine {
  /** A row goes to every FFN worker that holds one of its experts, and alpha counts once for each. Absent: once. */
  readonly fanOut?: Routing | undefined;
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
  readonly attention: AttentionLine;
  readonly communication: CommunicationLine;
  readonly ffn: FfnLine;
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
  readonly misfit?: Misfit | undefined;
}

/** A standard deviation of a slope, as a share of it, and the load at which it changes nothing. */
export interface SlopeError {
  readonly error: number;
  readonly at: number;
}

/**
 * By what share a cycle time differs from the theory's at ratio r: cosine cos(w ln r) + sine sin(w ln r), alike at ratios
 * next to each other, unrelated at twice the ratio. Source: docs/theory.md, "Plausible worlds".
 */
export interface Misfit {
  readonly sine: number;
  readonly cosine: number;
}

/** Worker counts of one bundle: x attention workers and y FFN workers that step together; r = x/y. */
export interface Pools {
  readonly attention: number;
  readonly ffn: number;
}

/** True when both pools have the same sizes. */
export function samePools(a: Pools, b: Pools): boolean {
  return a.attention === b.attention && a.ffn === b.ffn;
}

/**
 * What sets the cycle. `pipeline`: no single stage does; with so few microbatches in flight the sum of the stages,
 * shared among them, is longer than each.
 */
export type Regime = 'attention' | 'communication' | 'ffn' | 'pipeline';

/** Which of the three answers a number comes from, most specific last. */
export type AnswerForm = 'mean-field' | 'barrier' | 'pipeline';

/**
 * The most specific answer the point gives facts for: pipeline where the number of microbatches is known, else barrier
 * where nu is, else mean-field.
 */
export function mostSpecificForm(point: OperatingPoint): AnswerForm {
  if (point.microbatches !== undefined) return 'pipeline';
  return point.load.nu === undefined ? 'mean-field' : 'barrier';
}
