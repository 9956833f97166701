import { visible } from '../check/formats/visible-text';
import { baseWords, counted, headline } from './diff-headline';
import { type DeploymentDiff, type DiffReport, type FoundCode, whyNotEvaluated } from './diff-report';

const header = ['', 'before', 'after', 'change'] as const;

/** What changed, for a terminal; empty when nothing did. */
export function diffText(report: DiffReport): string {
  if (report.deployments.length === 0) return '';
  const first = `compared with ${baseWords(report.base, visible)}: ${counted(report)}`;
  return `${[first, ...report.deployments.map(deployment)].join('\n\n')}\n`;
}

function deployment(diff: DeploymentDiff): string {
  const { title, file, previousFile, rows } = diff;
  const table = [
    header,
    ...rows.map(({ label, before, after, change }) => [label, before ?? '-', after ?? '-', change]),
  ];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
  return [
    `${visible(title)}: ${plain(headline(diff))}`,
    visible(previousFile === undefined ? file : `${file}, renamed from ${previousFile}`),
    '',
    ...[...lines, ...notes(diff)].map((line) => `  ${line}`.trimEnd()),
  ].join('\n');
}

/** Why a side has no prediction, and which findings came and went. */
function notes({ before, after, findings }: DeploymentDiff): readonly string[] {
  const why = [
    ...(before ? whyNotEvaluated(before).map((reason) => `before, not evaluated: ${plain(reason)}`) : []),
    ...(after ? whyNotEvaluated(after).map((reason) => `after, not evaluated: ${plain(reason)}`) : []),
  ];
  const codes = [
    ...(findings.appeared.length > 0 ? [`new findings: ${codeList(findings.appeared)}`] : []),
    ...(findings.gone.length > 0 ? [`findings gone: ${codeList(findings.gone)}`] : []),
  ];
  return why.length + codes.length > 0 ? ['', ...why, ...codes] : [];
}

/** Codes with those marked that someone has accepted: `AFD101, AFD202 (suppressed)`. */
export function codeList(codes: readonly FoundCode[]): string {
  return codes.map(({ code, suppressed }) => (suppressed ? `${code} (suppressed)` : code)).join(', ');
}

function plain(message: string): string {
  return visible(message).replaceAll('`', "'");
}
