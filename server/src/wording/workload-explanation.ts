import type { Evaluation } from '../evaluation/evaluation';
import { traceAge } from '../evaluation/workload/trace-age';
import { formatCount, formatCounted, formatNumber, formatShare, formatSpan, quote } from '../text/format';
import type { SkippedRows } from '../workload/trace-summary';
import { ageWords, thetaText } from './evidence';
import type { Explanation } from './explanation';
import { errorLines } from './trace-errors';

/** What the workload yields and where it comes from: for the hover on a trace or a statistics block. */
export function explainWorkload(
  { workload, traceState, statisticsError }: Evaluation,
  nowMs: number,
): Explanation | undefined {
  if (!workload) {
    const why =
      traceState?.kind === 'loading'
        ? 'The trace is being read.'
        : traceState?.kind === 'missing'
          ? 'The trace file does not exist.'
          : traceState?.kind === 'failed' || traceState?.kind === 'unreachable'
            ? traceState.message
            : statisticsError?.message;
    return why ? { headline: why, table: undefined, derivation: [], evidence: [] } : undefined;
  }
  const { estimate, origin } = workload;
  const rows: [string, string, string][] = [
    ['prefill P', formatNumber(estimate.meanPrefill), 'tokens, mean'],
    ['decode D', formatNumber(estimate.meanDecode), 'steps, mean'],
  ];
  if (estimate.kind === 'point') {
    if (estimate.covariance !== undefined)
      rows.push(['Cov(P, D)', formatNumber(estimate.covariance), 'shifts theta by Cov / mean D']);
    rows.push([
      'theta',
      formatNumber(estimate.theta),
      `tokens per slot, mean${errorText(estimate.thetaStandardError, estimate.theta)}`,
    ]);
    rows.push([
      'nu',
      estimate.nu === undefined ? 'unknown' : formatNumber(estimate.nu),
      'tokens per slot, standard deviation',
    ]);
  }
  const evidence: string[] = [];
  if (origin.kind === 'trace') {
    const { summary, path } = origin.trace;
    const { first } = summary.skipped;
    const age = ageWords(traceAge(origin.trace, nowMs)) ?? 'unsaved text of the editor';
    evidence.push(`${summary.format}, ${formatCounted(summary.moments.n, 'request')}, ${age}`);
    if (summary.spanSeconds !== undefined && summary.spanSeconds > 0)
      evidence.push(`arrivals over ${formatSpan(summary.spanSeconds)}`);
    evidence.push(...errorLines(summary));
    evidence.push(`${rowsUsed(summary.skipped)}${first ? `; line ${formatCount(first.line)}: ${first.reason}` : ''}`);
    evidence.push(quote(path));
  } else if (estimate.requests !== undefined) {
    evidence.push(`statistics of ${formatCounted(estimate.requests, 'request')}`);
  }
  const formula =
    estimate.kind === 'point'
      ? ['theta = E[P D + D (D - 1) / 2] / E[D]: the KV tokens a running slot holds, averaged over decode steps']
      : ['The covariance of P and D is missing, so theta is only known between the bounds that any covariance allows.'];
  return {
    headline: `**${thetaText(estimate)}** tokens per slot`,
    table: { header: ['statistic', 'value', ''], rows },
    derivation: formula,
    evidence,
  };
}

/** How many rows of a trace were not used, by cause. */
export function rowsUsed({ failed, malformed, zeroDecode }: SkippedRows): string {
  return failed + malformed + zeroDecode === 0
    ? 'every row was used'
    : `not used: ${formatCount(malformed)} malformed, ${formatCount(failed)} failed, ${formatCount(zeroDecode)} without decode steps`;
}

function errorText(error: number | undefined, theta: number): string {
  return error === undefined
    ? ''
    : `, standard error ${formatNumber(Number(error.toPrecision(2)))} (${formatShare(error / theta)})`;
}
