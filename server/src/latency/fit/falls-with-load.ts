import type { StageTiming } from './measurements';
import { sampleOf } from './row-sample';

/** Loads that differ by less than this factor say nothing of how times grow. */
const leastLoadRatio = 1.2;

/** So many rows are enough to tell. */
const mostRows = 200;

/** Times of stages that hardly depend on the load scatter by less than this. */
const leastFall = 0.05;

/**
 * Whether the times of a stage fall as its load grows: the median change over all pairs of rows of which one has clearly more
 * tokens or requests and not less of the other, as a share of their time, is a fall of more than 5 %. After Theil (1950), whose
 * median of pairwise slopes a few wrong rows do not turn.
 */
export function fallsWithLoad(timings: readonly StageTiming[]): boolean {
  const some = sampleOf(timings, mostRows);
  const changes = some.flatMap((less) =>
    some.flatMap((more) =>
      isMore(less, more)
        ? [(2 * (more.milliseconds - less.milliseconds)) / (more.milliseconds + less.milliseconds)]
        : [],
    ),
  );
  const median = changes.sort((a, b) => a - b)[Math.floor(changes.length / 2)];
  return median !== undefined && median < -leastFall;
}

function isMore(less: StageTiming, more: StageTiming): boolean {
  const ratios = [ratio(less.tokens, more.tokens), ratio(less.requests, more.requests)];
  return ratios.every((each) => each >= 1) && ratios.some((each) => each >= leastLoadRatio);
}

/** One where nothing is said. */
function ratio(less: number | undefined, more: number | undefined): number {
  return less === undefined || more === undefined ? 1 : more / less;
}
