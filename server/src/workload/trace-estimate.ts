import { estimateFromMoments } from './theta-estimate';
import type { TraceSummary } from './trace-summary';
import type { PointEstimate } from './workload-estimate';

/** The estimate of a trace, with the error that its requests show together: in time, by conversation, or each by itself. */
export function estimateFromTrace({ moments, errors }: Pick<TraceSummary, 'moments' | 'errors'>): PointEstimate {
  const estimate = estimateFromMoments(moments);
  return errors === undefined ? estimate : { ...estimate, thetaStandardError: errors.theta * estimate.theta, errors };
}
