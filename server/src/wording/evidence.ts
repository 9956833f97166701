import type { Evaluation } from '../evaluation/evaluation';
import { type TraceAge, traceAge } from '../evaluation/workload/trace-age';
import type { LatencyProfile } from '../latency/latency-profile';
import type { Deployment } from '../manifest/deployment';
import { formatCount, formatCounted, formatNumber, formatShare, formatSpan, quote } from '../text/format';
import type { WorkloadEstimate } from '../workload/workload-estimate';

/** Where the numbers come from: the workload's source, size and age, and the profile's origin and error. */
export function evidenceLines(deployment: Deployment, evaluation: Evaluation, nowMs: number): readonly string[] {
  return [workloadLine(deployment, evaluation, nowMs), profileLine(deployment, evaluation.profile)].filter(
    (line) => line !== '',
  );
}

function workloadLine({ workload: facts }: Deployment, { workload }: Evaluation, nowMs: number): string {
  if (!workload) return '';
  const set = setIn(facts?.trace?.path ?? facts?.statistics);
  const { origin, estimate } = workload;
  const numbers = `${thetaText(estimate)}${estimate.kind === 'point' ? `, nu ${estimate.nu === undefined ? 'unknown' : formatNumber(estimate.nu)}` : ''}`;
  if (origin.kind === 'statistics') {
    const count = estimate.requests === undefined ? '' : ` of ${formatCounted(estimate.requests, 'request')}`;
    return `${numbers} from the \`statistics\`${count}${set}`;
  }
  const { summary } = origin.trace;
  const age = ageWords(traceAge(origin.trace, nowMs)) ?? 'unsaved';
  const { failed, malformed, zeroDecode } = summary.skipped;
  const skipped = failed + malformed + zeroDecode;
  const unused = skipped === 0 ? '' : `, ${formatCount(skipped)} not used`;
  return `${numbers} from ${quote(origin.reference)} (${formatCounted(summary.moments.n, 'request')}${unused}, ${summary.format}, ${age})${set}`;
}

/** `last arrival 3 days ago`, or `3 hours old` of a file whose requests have no dates. */
export function ageWords(age: TraceAge | undefined): string | undefined {
  if (age === undefined) return undefined;
  const span = formatSpan(age.milliseconds / 1000);
  return age.by === 'file' ? `${span} old` : `last arrival ${span} ago`;
}

/** `theta 599 ± 6`, with its standard error where known. */
export function thetaText(estimate: WorkloadEstimate): string {
  if (estimate.kind === 'interval')
    return `theta ${formatNumber(estimate.thetaLow)} to ${formatNumber(estimate.thetaHigh)}`;
  const error = estimate.thetaStandardError;
  return `theta ${formatNumber(estimate.theta)}${error === undefined ? '' : ` ± ${formatNumber(Number(error.toPrecision(2)))}`}`;
}

function profileLine({ latencyProfile }: Deployment, profile: LatencyProfile | undefined): string {
  if (!profile) return '';
  if (!latencyProfile) {
    return `roofline of ${quote(profile.id)}, uncalibrated, error ${errorText(profile)}, ${profile.source}; \`afd-lens fit\` calibrates`;
  }
  const name = quote(latencyProfile.value);
  const unit = profile.timeUnit === 'cycle' ? ', times in cycles' : '';
  return `profile ${name}, ${profile.calibration}${unit}, error ${errorText(profile)}${profile.source ? `, from ${quote(profile.source)}` : ''}${setIn(latencyProfile)}`;
}

/** Where a value was set that the manifest does not write; empty for one that it writes. */
function setIn(fact: { readonly setIn?: string | undefined } | undefined): string {
  return fact?.setIn === undefined ? '' : `, set in ${quote(fact.setIn)}`;
}

/** The relative error of the stage times, and whether the profile states it. */
export function errorText({ relativeError, errorStated, misfit }: LatencyProfile): string {
  const along = misfit === undefined ? '' : `, along the ratio ${formatShare(misfit)}`;
  const { attention, communication, ffn } = relativeError;
  if (attention === ffn && attention === communication)
    return `${formatShare(attention)}${errorStated ? '' : ' assumed'}${along}`;
  return `${formatShare(attention)} attention, ${formatShare(ffn)} FFN, ${formatShare(communication)} communication${along}`;
}
