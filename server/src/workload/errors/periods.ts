import { type GroupLoad, joined, loadOf } from './group-sums';
import { jackknife } from './jackknife';
import { longerBlocks, type TimeBlock } from './time-blocks';

/** What the requests that arrived in a stretch of time say of the workload; `start` in seconds on the trace's clock. */
export interface WorkloadPeriod extends GroupLoad {
  readonly start: number;
  readonly seconds: number;
  readonly requests: number;
  /** Decode steps, which is what a period counts by. */
  readonly steps: number;
  /** theta's relative standard error within the period. */
  readonly thetaError: number;
}

const mostPeriods = 24;

/** With fewer requests theta of a period is mostly chance. */
const fewestRequests = 50;

/** Fewer shorter blocks within a period say too little of how much they differ. */
const fewestBlocks = 4;

/**
 * The workload over time: in hours where the trace is long enough, in shorter or longer stretches of a round length where
 * it is not, at most 24 of them, without those of few requests. `independent`: the number of requests of the trace and
 * theta's relative standard error if they are independent of each other. Empty where one stretch would be all.
 */
export function periodsOf(
  blocks: readonly TimeBlock[],
  independent: { readonly requests: number; readonly theta: number },
): readonly WorkloadPeriod[] {
  const all = longerBlocks(blocks, mostPeriods);
  if (all.length < 2) return [];
  return all
    .filter(({ sums }) => sums.n >= fewestRequests)
    .map(({ start, seconds, sums }) => {
      const within = blocks.filter((block) => {
        const middle = block.start + block.seconds / 2;
        return middle >= start && middle < start + seconds;
      });
      const shown = within.length >= fewestBlocks ? jackknife(within.map((block) => block.sums))! : undefined;
      const alone = independent.theta * Math.sqrt(independent.requests / sums.n);
      return {
        ...loadOf(joined([sums])),
        start,
        seconds,
        requests: sums.n,
        steps: sums.sumD,
        thetaError: Math.max(alone, shown?.theta ?? 0),
      };
    });
}
