import { thetaDoubt, workloadPlace } from '../../evaluation/workload/theta-doubt';
import { formatCount, formatNumber, formatShare } from '../../text/format';
import type { ErrorSource } from '../../workload/errors/workload-errors';
import { finding, type Rule } from '../rule';
import { givenNote } from './given-note';

/** Beyond twice the tolerance of a ratio, which theta is proportional to, theta alone may decide. */
const leastDoubt = 0.2;

/** What makes theta less certain than the number of requests says. */
const reasons: Readonly<Record<ErrorSource, string>> = {
  requests: '',
  time: ', as requests of the same time are alike',
  rows: ', as neighbouring rows are alike',
  conversations: ', as requests of a conversation are alike',
  alike: ', as all requests are alike and tell nothing of others',
};

export const thetaUncertain: Rule = {
  code: 'AFD207',
  title: 'Theta uncertain',
  severity: 'info',
  check({ deployment, evaluation, thresholds }) {
    const { workload, sizing } = evaluation ?? {};
    // What keeps a deployment from being sized is said there.
    if (!deployment?.workload || !sizing || workload?.estimate.kind !== 'point') return [];
    const { estimate, origin } = workload;
    const place = workloadPlace(deployment);
    const dominant = origin.kind === 'trace' ? origin.trace.summary.dominant : undefined;
    if (dominant) {
      const { line, share, thetaWithout } = dominant;
      const message = `Line ${formatCount(line)} of the trace carries ${formatShare(share)} of theta: without that request it is ${formatNumber(thetaWithout)}, not ${formatNumber(estimate.theta)}.`;
      return [finding(thetaUncertain, place, message)];
    }
    const doubt = thetaDoubt(estimate);
    // Of a short trace AFD201 says how far theta is known.
    const isShort = estimate.requests !== undefined && estimate.requests < thresholds.minTraceRequests;
    if (doubt <= leastDoubt || isShort) return [];
    const from = givenNote(deployment.workload.trace?.path ?? deployment.workload.statistics);
    const why = estimate.errors ? reasons[estimate.errors.by] : '';
    return [finding(thetaUncertain, place, `theta${from} is known only to ± ${formatShare(doubt)} (95 %)${why}.`)];
  },
};
