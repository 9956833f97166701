import { studentT95 } from '../provisioning/mathematics/student-t';
import { estimateFromTrace } from './trace-estimate';
import type { RequestMoments, TraceSummary } from './trace-summary';

/** The sums of a manifest's `statistics:` block, in the order in which they are written. */
export type StatisticsSums = Pick<
  RequestMoments,
  'n' | 'sumP' | 'sumD' | 'sumD2' | 'sumPD' | 'sumP2D' | 'sumPD2' | 'sumD3'
>;

/** The `statistics:` block that gives the same theta, 95 % interval of theta and nu as the trace itself. */
export function statisticsOfTrace({
  moments,
  errors,
}: Pick<TraceSummary, 'moments' | 'errors'>): StatisticsSums & { readonly thetaStandardError?: number } {
  const { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 } = moments;
  // Of fourth order, so that the sums above do not determine it.
  const { thetaStandardError } = estimateFromTrace({ moments, errors });
  const sums = { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 };
  if (thetaStandardError === undefined) return sums;
  // Statistics take it as that of n independent requests; where fewer groups tell it, its interval is longer.
  const longer = errors === undefined ? 1 : errors.reach95 / studentT95(n);
  return { ...sums, thetaStandardError: thetaStandardError * longer };
}
