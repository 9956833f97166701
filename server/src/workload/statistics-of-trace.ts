import { estimateFromMoments } from './theta-estimate';
import type { RequestMoments } from './trace-summary';

/** The sums of a manifest's `statistics:` block, in the order in which they are written. */
export type StatisticsSums = Pick<
  RequestMoments,
  'n' | 'sumP' | 'sumD' | 'sumD2' | 'sumPD' | 'sumP2D' | 'sumPD2' | 'sumD3'
>;

/** The `statistics:` block that gives the same theta, standard error of theta and nu as the trace itself. */
export function statisticsOfTrace(moments: RequestMoments): StatisticsSums & { readonly thetaStandardError?: number } {
  const { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 } = moments;
  // Of fourth order, so that the sums above do not determine it.
  const { thetaStandardError } = estimateFromMoments(moments);
  const sums = { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 };
  return thetaStandardError === undefined ? sums : { ...sums, thetaStandardError };
}
