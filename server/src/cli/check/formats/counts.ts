import type { Evaluation } from '../../../evaluation/evaluation';
import type { Severity } from '../../../rules/rule';
import { formatCount, formatCounted } from '../../../text/format';
import type { CheckReport } from '../check-report';
import { severities } from './finding-order';

/** How much of what a report contains. */
export interface Counts {
  readonly files: number;
  /** Findings that nothing suppresses. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  readonly deployments: Readonly<Record<Evaluation['status'], number>>;
  readonly problems: number;
}

/** The counts of a report. */
export function countsOf({ files, findings, deployments, problems }: CheckReport): Counts {
  const bySeverity = { error: 0, warning: 0, info: 0, hint: 0 };
  const byStatus = { evaluated: 0, partial: 0, notEvaluated: 0 };
  let suppressed = 0;
  for (const finding of findings) {
    if (finding.suppressed) suppressed += 1;
    else bySeverity[finding.severity] += 1;
  }
  for (const { status } of deployments) byStatus[status] += 1;
  return { files: files.length, bySeverity, suppressed, deployments: byStatus, problems: problems.length };
}

/** The report in one sentence; it always says how many deployments were evaluated, partly evaluated and not evaluated. */
export function summarySentence({ files, bySeverity, suppressed, deployments, problems }: Counts): string {
  const found = severities
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => formatCounted(bySeverity[severity], severity));
  const { evaluated, partial, notEvaluated } = deployments;
  return [
    `${found.length > 0 ? found.join(', ') : 'No findings'} in ${formatCounted(files, 'file')}`,
    ...(suppressed > 0 ? [`${formatCounted(suppressed, 'finding')} suppressed`] : []),
    `deployments: ${statusCounts([evaluated, partial, notEvaluated])}`,
    ...(problems > 0 ? [`${formatCounted(problems, 'input')} could not be used`] : []),
  ]
    .join('; ')
    .concat('.');
}

function statusCounts(counts: readonly number[]): string {
  return ['evaluated', 'partly evaluated', 'not evaluated']
    .map((words, i) => `${formatCount(counts[i]!)} ${words}`)
    .join(', ');
}
