import type { RequestMoments } from './trace-summary';

/** The sums of a manifest's `statistics:` block, in the order in which they are written. */
export type StatisticsSums = Pick<
  RequestMoments,
  'n' | 'sumP' | 'sumD' | 'sumD2' | 'sumPD' | 'sumP2D' | 'sumPD2' | 'sumD3'
>;

/**
 * The `statistics:` block that gives the same theta and nu as the trace itself. It has no keys for theta's standard
 * error, which needs fourth-order sums, so a deployment with this block counts theta as exact.
 */
export function statisticsOfTrace({
  n,
  sumP,
  sumD,
  sumD2,
  sumPD,
  sumP2D,
  sumPD2,
  sumD3,
}: RequestMoments): StatisticsSums {
  return { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 };
}
