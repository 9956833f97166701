import { kappa } from '../cycle/barrier';
import { expectedFanOut } from '../cycle/expert-reads';
import { expertReadTime, rowsPerFfn, stageLineAt, timeOfRequests } from '../cycle/stage-times';
import type { MemoryBound } from './plan-batch';
import type { PlanQuestion } from './plan-question';

/** Bundles with y FFN workers and `low` to `high` attention workers, of which so many fit side by side. */
export interface BundleRange {
  readonly ffn: number;
  readonly bundles: number;
  readonly low: number;
  readonly high: number;
}

/** What no bundle of a range can exceed. */
export interface RangeBound {
  /** A bound on throughput per cost of all workers; 0 where no batch size is allowed. */
  readonly perCost: number;
  /** The largest batch size, by the bound on E[tau] and by memory. */
  readonly batchSize: number;
}

/** Halvings of the interval in which the batch size that just keeps a cycle-time bound is sought. */
const HALVINGS = 12;

/**
 * Quick upper bounds for a number of microbatches: E[tau] is at least the maximum of the means of what it is the mean
 * maximum of, and throughput rises with B and with x. Source: docs/theory.md, "Joint choice".
 */
export function planBound(
  { point, workers, batchSizes }: PlanQuestion,
  microbatches: number,
  memory: MemoryBound,
  maxCycleTime = Number.POSITIVE_INFINITY,
): (range: BundleRange) => RangeBound {
  const { latency, load } = point;
  const { attention, communication, ffn, attentionCost, ffnCost } = latency;
  const perRequest = attention.alpha * load.theta + timeOfRequests(attention, 1, load.theta);
  const spread = attention.alpha * (load.nu ?? 0);
  const leastCost = Math.min(attentionCost, ffnCost);

  const cycleOf = (x: number, y: number, destinations: number, batchSize: number): number => {
    const rows = rowsPerFfn(batchSize, { attention: x, ffn: y });
    const mean = perRequest * batchSize + attention.beta;
    const sigma = spread * Math.sqrt(batchSize);
    const tF = stageLineAt(ffn, rows) + expertReadTime(ffn, batchSize, { attention: x, ffn: y });
    const scale = latency.communicationScalesWith === 'bundle' ? rows : batchSize;
    const tC = communication.alpha * scale * destinations + communication.beta;
    const roundTrip = (mean + (spread && leastKappa(microbatches * x) * sigma) + tF + tC) / microbatches;
    const slowest = mean + (spread && (leastKappa(x) * sigma) / Math.sqrt(microbatches));
    return Math.max(slowest, tF, tC / 2, roundTrip);
  };

  return ({ ffn: y, bundles, low, high }) => {
    const destinations = communication.fanOut ? expectedFanOut(communication.fanOut, y) : 1;
    let batchSize = Math.min(batchSizes.high, memory.attention(low), memory.ffn({ attention: low, ffn: y }));
    if (batchSize < batchSizes.low) return { perCost: 0, batchSize };
    const allowed = maxCycleTime * (1 + 1e-9);
    if (cycleOf(low, y, destinations, batchSize) > allowed) {
      let [good, bad] = [batchSizes.low, batchSize];
      if (cycleOf(low, y, destinations, good) > allowed) return { perCost: 0, batchSize };
      for (let i = 0; i < HALVINGS; i++) {
        const middle = (good + bad) / 2;
        if (cycleOf(low, y, destinations, middle) > allowed) bad = middle;
        else good = middle;
      }
      batchSize = bad;
    }
    const cost = bundles * (attentionCost * low + ffnCost * y) + (workers - bundles * (low + y)) * leastCost;
    const perCost = (bundles * high * batchSize) / (cost * cycleOf(high, y, destinations, batchSize));
    return { perCost, batchSize };
  };
}

/** Not more than kappa of so many workers, of few different counts, so that few tables are made. */
function leastKappa(count: number): number {
  return kappa(count <= 16 ? count : Math.floor(2 ** (Math.floor(8 * Math.log2(count)) / 8)));
}
