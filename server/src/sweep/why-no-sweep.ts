import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import { formatNumber, quote } from '../text/format';

/** Why a deployment has no sweep, and no joint choice, in one sentence that says what to do about it. */
export function whyNoSweep(deployment: Deployment, evaluation: Evaluation): string {
  const { missing, outOfRange, interval, statisticsError, traceState, profileState } = evaluation;
  if (evaluation.loading) return 'The files that the manifest refers to are still being read.';
  for (const [what, state] of [
    ['trace', traceState],
    ['latency profile', profileState],
  ] as const) {
    if (state?.kind === 'missing') return `The ${what} ${quote(state.path)} does not exist.`;
    if (state?.kind === 'failed' || state?.kind === 'unreachable') return state.message;
  }
  if (statisticsError) return statisticsError.message;
  const [absent] = missing;
  if (absent) return `${absent.message.replace(/^./, (letter) => letter.toUpperCase())}.`;
  const [outside] = outOfRange;
  if (outside) {
    const { low, high } = outside.calibrated;
    return `The ${outside.what} is ${formatNumber(outside.value)}, outside the range of ${formatNumber(low)} to ${formatNumber(high)} that the latency profile was calibrated for.`;
  }
  if (interval) return 'theta is known only as an interval; give `covariance`, or a request trace.';
  if (deployment.latencyProfile && !evaluation.profile) {
    return `The latency profile ${quote(deployment.latencyProfile.value)} is not known.`;
  }
  return 'The manifest does not give all that is needed: pools, batch size, workload and latency profile.';
}
