import { styleText } from 'node:util';
import type { Span } from '../../../report/line-and-column';
import type { Severity } from '../../../rules/rule';
import type { ReportedDeployment, ReportedFinding, ReportFormat } from '../check-report';
import { countsOf, summarySentence } from './counts';
import { byFile, notSuppressed } from './finding-order';
import { plainMessage, preferredFix, suppressionWords } from './finding-text';
import { sourceExcerpt } from './source-excerpt';
import { onFirstLine, type SourceText, sourceLine, sourceTexts } from './source-text';
import { visible } from './visible-text';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const severityStyles: Readonly<Record<Severity, Style>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['bold', 'blue'],
  hint: ['bold', 'cyan'],
};

/** The report for people at a terminal: file by file, each finding with its line, and the counts in the last line. */
export const pretty: ReportFormat = (report, { colour, showSuppressed }) => {
  // Whether standard output takes colour was decided before; it is not asked again.
  const paint: Paint = colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text;
  const texts = sourceTexts(report);
  const findings = byFile(showSuppressed ? report.findings : notSuppressed(report.findings));
  const deployments = byFile(report.deployments);
  const blocks = report.files.flatMap(({ file }) => {
    const inFile = findings.get(file) ?? [];
    return [
      ...inFile.map((finding) => findingBlock(finding, texts.get(file), paint)),
      ...deploymentBlocks(file, deployments.get(file) ?? [], inFile),
    ];
  });
  return `${[...blocks, paint('bold', summarySentence(countsOf(report)))].join('\n\n')}\n`;
};

function findingBlock(finding: ReportedFinding, source: SourceText | undefined, paint: Paint): string {
  const { file, code, severity, suppressed } = finding;
  const head = [
    paint('bold', place(file, finding)),
    paint(severityStyles[severity], severity),
    paint('dim', visible(code)),
    plainMessage(finding.message),
    ...(suppressed ? [paint('dim', `(suppressed ${suppressionWords(suppressed)})`)] : []),
  ].join(' ');
  const fix = preferredFix(finding);
  return [
    head,
    ...excerptLines(finding, source, paint),
    ...finding.related.map(
      (related) => `  ${paint('cyan', 'note:')} ${place(file, related)} ${plainMessage(related.message)}`,
    ),
    ...(fix ? [`  ${paint('green', 'fix:')} ${plainMessage(fix.title)}`] : []),
  ].join('\n');
}

function excerptLines(finding: ReportedFinding, source: SourceText | undefined, paint: Paint): readonly string[] {
  const { line, column, endColumn } = onFirstLine(finding, source);
  const content = source ? sourceLine(source, line) : '';
  if (content.trim() === '') return [];
  const excerpt = sourceExcerpt(content, column - 1, endColumn - 1);
  const number = String(line);
  return [
    `  ${paint('dim', `${number} |`)} ${excerpt.line}`,
    `  ${paint('dim', `${' '.repeat(number.length)} |`)} ${paint(severityStyles[finding.severity], excerpt.carets)}`,
  ];
}

/** One line for each deployment, and below it why it is not evaluated unless a finding has said so. */
function deploymentBlocks(
  file: string,
  deployments: readonly ReportedDeployment[],
  findings: readonly ReportedFinding[],
): readonly string[] {
  if (deployments.length === 0) return [];
  const lines = deployments.flatMap(({ name, summary, reasons }) => [
    // Without pools the summary begins with the name itself.
    [visible(file), ...(!name || summary.startsWith(name) ? [] : [visible(name)]), plainMessage(summary)].join(': '),
    ...reasons
      .filter((reason) => !findings.some(({ message }) => message.includes(reason)))
      .map((reason) => `  ${plainMessage(reason)}`),
  ]);
  return [lines.join('\n')];
}

function place(file: string, { start }: Span): string {
  return `${visible(file)}:${start.line}:${start.column}`;
}
