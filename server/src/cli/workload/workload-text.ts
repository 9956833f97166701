import {
  formatCount,
  formatCounted,
  formatNumber,
  formatRatioValue,
  formatShare,
  formatSpan,
  plainLine,
} from '../../text/format';
import { type Explanation, renderMarkdown, renderText } from '../../wording/explanation';
import { errorLines } from '../../wording/trace-errors';
import { rowsUsed } from '../../wording/workload-explanation';
import type { WorkloadReport } from './workload-report';

/** What a trace says, for a terminal. */
export function workloadText(report: WorkloadReport): string {
  return `${plainLine(report.file)}\n\n${renderText(explanation(report))}\n`;
}

/** What a trace says, as Markdown. */
export function workloadMarkdown(report: WorkloadReport): string {
  return `# ${code(report.file)}\n\n${renderMarkdown(explanation(report))}\n`;
}

function explanation(report: WorkloadReport): Explanation {
  const { summary, estimate, spread, confidence } = report;
  const { moments, skipped, format, spanSeconds } = summary;
  const { theta, meanPrefill, meanDecode } = estimate;
  const [nu, covariance] = [estimate.nu!, estimate.covariance!];
  const range = confidence && `${formatNumber(confidence.low)} to ${formatNumber(confidence.high)}`;
  return {
    headline: `**theta ${formatNumber(theta)}**${range ? ` (95 % interval ${range})` : ''}, **nu ${formatNumber(nu)}** tokens per slot`,
    table: {
      header: ['statistic', 'value', ''],
      rows: [
        ['requests', formatCount(moments.n), rowsUsed(skipped)],
        ['prefill P', formatNumber(meanPrefill), `tokens, mean; ${spreadText(spread.variancePrefill)}`],
        ['decode D', formatNumber(meanDecode), `steps, mean; ${spreadText(spread.varianceDecode)}`],
        ['Cov(P, D)', formatNumber(covariance), covarianceText(report)],
        ['theta', formatNumber(theta), `tokens per slot, mean; ${errorText(report)}`],
        ['nu', formatNumber(nu), 'tokens per slot, standard deviation'],
      ],
    },
    derivation: [
      'theta = E[P D + D (D - 1) / 2] / E[D]: the KV tokens that the request in a slot holds, averaged over decode steps.',
      'An attention worker with batch size B reads B × theta tokens in a step, on average; its stage time follows from that.',
      'nu is the standard deviation of that load, from slot to slot and over time. Because of it the slowest attention worker takes longer than the mean one.',
      'The standard error is the largest of those that single requests, stretches of the trace and conversations show.',
    ],
    evidence: [
      `format: ${format}`,
      ...(spanSeconds === undefined || spanSeconds < 1 ? [] : [`arrivals over ${formatSpan(spanSeconds)}`]),
      ...errorLines(summary),
      ...periodLines(summary),
      ...(skipped.first
        ? [`first row not used: line ${formatCount(skipped.first.line)}, ${code(skipped.first.reason)}`]
        : []),
    ],
  };
}

/** theta over time, a line for each stretch. */
function periodLines({ periods }: WorkloadReport['summary']): readonly string[] {
  const [first] = periods;
  if (first === undefined) return [];
  const isDate = first.start > leastDate;
  const shown = (seconds: number): string =>
    isDate
      ? `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
      : `${formatSpan(seconds - first.start)} in`;
  return [
    `theta over time, in stretches of ${formatSpan(first.seconds)}:`,
    ...periods.map(
      ({ start, theta, thetaError, requests }) =>
        `  ${isDate || start > first.start ? shown(start) : 'at first'}  ${formatNumber(theta)} ± ${formatNumber(Number((theta * thetaError).toPrecision(2)))}, ${formatCounted(requests, 'request')}`,
    ),
  ];
}

/** Clocks that count from 1970 are past this, in seconds. */
const leastDate = Date.UTC(2015, 0) / 1000;

function spreadText(variance: number): string {
  return `variance ${formatNumber(variance)}, standard deviation ${formatNumber(Math.sqrt(variance))}`;
}

function covarianceText({ estimate, spread: { correlation } }: WorkloadReport): string {
  if (correlation === undefined) return 'no correlation, as one of the lengths does not vary';
  const shift = `shifts theta by Cov / mean D = ${formatNumber(estimate.covariance! / estimate.meanDecode)}`;
  return `${shift}; correlation ${formatRatioValue(Math.abs(correlation) < 0.005 ? 0 : correlation)}`;
}

function errorText({ estimate: { theta, thetaStandardError } }: WorkloadReport): string {
  if (thetaStandardError === undefined)
    return 'standard error unknown, as a single request says nothing about the next';
  const share = theta > 0 ? ` (${formatShare(thetaStandardError / theta)})` : '';
  return `standard error ${formatNumber(Number(thetaStandardError.toPrecision(2)))}${share}`;
}

/** Words of the trace or the command line, as a code span. */
function code(words: string): string {
  return `\`${plainLine(words)}\``;
}
