import { studentT95 } from '../../provisioning/mathematics/student-t';
import { formatCount, formatShare } from '../../text/format';
import { finding, type Rule } from '../rule';
import { givenNote } from './given-note';

export const traceTooShort: Rule = {
  code: 'AFD201',
  title: 'Trace too short',
  severity: 'info',
  check({ deployment, evaluation, thresholds }) {
    const estimate = evaluation?.workload?.estimate;
    const facts = deployment?.workload;
    const place = facts?.trace?.path.site ?? facts?.statistics?.keyRange;
    if (!place || estimate?.requests === undefined || estimate.requests >= thresholds.minTraceRequests) return [];
    const uncertain =
      estimate.kind === 'point' && estimate.thetaStandardError !== undefined
        ? `: theta is known to ± ${formatShare((studentT95(estimate.requests) * estimate.thetaStandardError) / estimate.theta)} (95 %)`
        : '';
    const what = facts?.trace
      ? `The trace${givenNote(facts.trace.path)} has`
      : `The statistics${givenNote(facts?.statistics)} cover`;
    const requests = `${formatCount(estimate.requests)} ${facts?.trace ? 'usable ' : ''}${estimate.requests === 1 ? 'request' : 'requests'}`;
    return [
      finding(
        traceTooShort,
        place,
        `${what} ${requests}, fewer than ${formatCount(thresholds.minTraceRequests)}${uncertain}.`,
      ),
    ];
  },
};
