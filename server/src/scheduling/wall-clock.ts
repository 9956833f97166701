import type { Admissions } from './admit-in-order';
import type { SchedulingRequest } from './request';
import type { Stretch } from './stretches';
import { forEachStretch } from './stretches';
import type { StepLine } from './study';

/** A step time as a line over the steps of a stretch. */
interface Line {
  /** Seconds of the first step, and what each later one adds. */
  readonly first: number;
  readonly slope: number;
}

/**
 * Seconds from the first arrival to the end of a step, at every start, end and arrival of a schedule. A step lasts the
 * largest of the lines at what is then read and in flight; one without requests in flight lasts the largest constant.
 */
export function wallClock(
  requests: readonly SchedulingRequest[],
  admissions: Admissions,
  lines: readonly StepLine[],
): (step: number) => number {
  const seconds = new Map<number, number>([[requests[0]?.arrival ?? 0, 0]]);
  let sum = 0;
  forEachStretch(requests, admissions, (stretch) => {
    sum += stretchSeconds(stretch, lines);
    seconds.set(stretch.to, sum);
  });
  return (step) => seconds.get(step)!;
}

function stretchSeconds({ from, to, inFlight, read }: Stretch, lines: readonly StepLine[]): number {
  const overSteps = lines.map(({ perToken, perRequest, perStep }) => ({
    first: perToken * read + perRequest * inFlight + perStep,
    slope: perToken * inFlight,
  }));
  return sumOfLargest(overSteps, 0, to - from - 1);
}

/**
 * Sum of the largest line over the steps `low` to `high`. The largest of lines is convex, so where one line is the largest
 * at both ends it is so between them; elsewhere halves are summed.
 */
function sumOfLargest(lines: readonly Line[], low: number, high: number): number {
  const at = ({ first, slope }: Line, step: number): number => first + slope * step;
  const largest = (step: number): number => Math.max(...lines.map((line) => at(line, step)));
  const [atLow, atHigh] = [largest(low), largest(high)];
  const single = lines.some((line) => at(line, low) === atLow && at(line, high) === atHigh);
  if (single || high - low < 2) return single ? ((atLow + atHigh) / 2) * (high - low + 1) : atLow + atHigh;
  const middle = Math.floor((low + high) / 2);
  return sumOfLargest(lines, low, middle) + sumOfLargest(lines, middle + 1, high);
}
