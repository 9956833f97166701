import { kappa } from './barrier';
import { expectedFanOut, hitShare } from './expert-reads';
import type { AttentionLine, FfnLine, FfnSharing, OperatingPoint, Pools, StageLine } from './operating-point';

/** Stage times of one cycle, in the profile's time unit. */
export interface StageTimes {
  /** mu_A: mean attention time of one worker. */
  readonly attention: number;
  /** sigma_A: standard deviation of one worker's attention time, from its token load alone; 0 when nu is unknown. */
  readonly attentionSpread: number;
  /** mu_A + kappa_x sigma_A: mean attention time of the slowest of all x attention workers. */
  readonly attentionSlowest: number;
  /**
   * The slowest attention worker over its m microbatches, whose loads even out: mu_A + kappa_x sigma_A/sqrt(m);
   * undefined where m is unknown.
   */
  readonly attentionSustained: number | undefined;
  /**
   * (mu_A + kappa_mx sigma_A + tF + tC)/m: the slowest microbatch's way round, shared among m; undefined where m is
   * unknown.
   */
  readonly roundTripShare: number | undefined;
  /** Both ways together. */
  readonly communication: number;
  /** The FFN stage time of the worker with the most rows. */
  readonly ffn: number;
  /** The FFN stage time of the mean worker; equal to `ffn` where the rows are shared evenly. */
  readonly ffnMean: number;
}

/** The value of a stage line at a load. */
export function stageLineAt(line: StageLine, load: number): number {
  return line.alpha * load + line.beta;
}

/**
 * Time of an attention step that its B requests take beside their token load: their projections, and layers that read at
 * most so many tokens of a request, each taken as of the mean load theta. Source: docs/theory.md, "Time per request".
 */
export function timeOfRequests(
  { perRequest = 0, capped = [] }: AttentionLine,
  batchSize: number,
  theta: number,
): number {
  return capped.reduce(
    (time, { alpha, tokens }) => time + alpha * batchSize * Math.min(theta, tokens),
    perRequest * batchSize,
  );
}

/**
 * Time in which each FFN worker reads its part of the routed experts that the bundle's rows hit; 0 where the line has
 * none. With more workers than experts each still holds one. Source: docs/theory.md, "Experts".
 */
export function expertReadTime({ experts }: FfnLine, batchSize: number, { attention, ffn }: Pools): number {
  if (experts === undefined) return 0;
  return (experts.readTime / Math.min(ffn, experts.count)) * hitShare(experts, attention * batchSize);
}

/** Rows of the busiest FFN worker in one step: rB with r = x/y exact, or r rounded up where it serves whole workers. */
export function rowsPerFfn(batchSize: number, { attention, ffn }: Pools, sharing: FfnSharing = 'even'): number {
  return sharing === 'even' ? (batchSize * attention) / ffn : batchSize * Math.ceil(attention / ffn);
}

/**
 * Times of the stages that take the same for every token load: communication both ways, and FFN.
 * Source: docs/theory.md, "Stage times", "Whole workers", "Experts" and
 * "Fan-out".
 */
export function sharedStageTimes(
  { latency, batchSize, sharing }: Pick<OperatingPoint, 'latency' | 'batchSize' | 'sharing'>,
  pools: Pools,
): Pick<StageTimes, 'communication' | 'ffn' | 'ffnMean'> {
  const largest = rowsPerFfn(batchSize, pools, sharing);
  const scale = latency.communicationScalesWith === 'bundle' ? largest : batchSize;
  const { fanOut } = latency.communication;
  const destinations = fanOut === undefined ? 1 : expectedFanOut(fanOut, pools.ffn);
  const reading = expertReadTime(latency.ffn, batchSize, pools);
  return {
    communication: stageLineAt(latency.communication, scale * destinations),
    ffn: stageLineAt(latency.ffn, largest) + reading,
    ffnMean: stageLineAt(latency.ffn, rowsPerFfn(batchSize, pools)) + reading,
  };
}

/**
 * Stage times of the bundle. The FFN batch is that of the busiest FFN worker; the barrier is over all x attention workers.
 * Fewer than one attention worker (possible in a sweep over ratios) counts as one for the barrier.
 * Source: arXiv 2601.21351 v1 eqs 2-4, v4 eqs 8-12, and our derivation; docs/theory.md, "Stage times" and "Pipeline".
 */
export function stageTimes(point: OperatingPoint, pools: Pools): StageTimes {
  const { load, batchSize, latency, microbatches } = point;
  const shared = sharedStageTimes(point, pools);
  const attention =
    stageLineAt(latency.attention, batchSize * load.theta) + timeOfRequests(latency.attention, batchSize, load.theta);
  const attentionSpread = latency.attention.alpha * Math.sqrt(batchSize) * (load.nu ?? 0);
  const workers = Math.max(1, pools.attention);
  /** What the slowest of so many independent workers adds to the mean. */
  const excess = (copies: number): number => (attentionSpread === 0 ? 0 : kappa(copies) * attentionSpread);
  return {
    attention,
    attentionSpread,
    attentionSlowest: attention + excess(workers),
    attentionSustained: microbatches === undefined ? undefined : attention + excess(workers) / Math.sqrt(microbatches),
    roundTripShare:
      microbatches === undefined
        ? undefined
        : (attention + excess(microbatches * workers) + shared.ffn + shared.communication) / microbatches,
    ...shared,
  };
}
