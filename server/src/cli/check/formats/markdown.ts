import type { Evaluation } from '../../../evaluation/evaluation';
import { modelVersion } from '../../../report/explanation-json';
import { formatCount, formatCounted } from '../../../text/format';
import type { CheckReport, FormatContext, ReportedFinding, ReportFormat } from '../check-report';
import { ruleAddress, ruleFolderAddress } from './addresses';
import { countsOf, summarySentence } from './counts';
import { mostSevereFirst, notSuppressed } from './finding-order';
import { preferredFix, suppressionWords } from './finding-text';
import { markdownCode, markdownMessage, markdownText } from './markdown-text';

/** GitHub takes comments of 65,536 characters. */
const mostCharacters = 65_000;
/** What each section but the findings may take of them. */
const shares = { deployments: 14_000, notEvaluated: 8_000, suppressed: 6_000, problems: 3_000 };

const statusWords: Readonly<Record<Evaluation['status'], string>> = {
  evaluated: 'evaluated',
  partial: 'partly evaluated',
  notEvaluated: 'not evaluated',
};

/**
 * Markdown for a job summary or a comment in a pull request, of at most 65,000 characters: the most valuable finding,
 * deployments, findings, and folded what was not evaluated and what is suppressed. The comment in its first line tells
 * it apart from others.
 */
export const markdown: ReportFormat = (report, context) => {
  const before = [
    `<!-- afd-lens check -->\n### AFD Lens: ${headline(report)}`,
    markdownText(summarySentence(countsOf(report))),
    ...deployments(report),
  ];
  const after = [...notEvaluated(report), ...suppressed(report, context), ...problems(report), footer(context)];
  const room = mostCharacters - lengthOf(before) - lengthOf(after);
  return `${[...before, ...findings(report, context, room), ...after].join('\n\n')}\n`;
};

/** The finding that gains most, or else the most severe one. */
function headline(report: CheckReport): string {
  const active = mostSevereFirst(notSuppressed(report.findings));
  const gaining = active.filter(({ gain }) => gain !== undefined).sort((a, b) => b.gain! - a.gain!);
  const top = gaining[0] ?? active[0];
  if (!top) {
    const unusable = report.problems.length;
    return unusable === 0 ? 'no findings' : `${formatCounted(unusable, 'input')} could not be used`;
  }
  return [...(top.deployment ? [markdownCode(top.deployment)] : []), markdownMessage(top.message)].join(': ');
}

function deployments(report: CheckReport): readonly string[] {
  const paths = repositoryFiles(report);
  const rows = report.deployments.map(({ name, file, status, summary }) => [
    markdownCode(name ?? ''),
    markdownCode(paths.get(file) ?? file),
    statusWords[status],
    markdownMessage(summary),
  ]);
  return table(['Deployment', 'File', 'Status', 'Summary'], rows, shares.deployments);
}

function findings(report: CheckReport, { homepage }: FormatContext, room: number): readonly string[] {
  const rows = mostSevereFirst(notSuppressed(report.findings)).map((finding) => [
    finding.severity,
    rule(finding, homepage),
    place(finding),
    markdownMessage(finding.message),
    markdownMessage(preferredFix(finding)?.title ?? ''),
  ]);
  return table(['Severity', 'Rule', 'Place', 'Finding', 'Fix'], rows, room);
}

function notEvaluated(report: CheckReport): readonly string[] {
  const paths = repositoryFiles(report);
  const left = report.deployments.filter(({ status }) => status !== 'evaluated');
  const rows = left.map(({ name, file, status, reasons }) => [
    markdownCode(name ?? ''),
    markdownCode(paths.get(file) ?? file),
    statusWords[status],
    reasons.map(markdownMessage).join('<br>'),
  ]);
  const title = `${formatCounted(left.length, 'deployment')} not or only partly evaluated`;
  return folded(title, table(['Deployment', 'File', 'Status', 'Why'], rows, shares.notEvaluated));
}

function suppressed(report: CheckReport, { homepage }: FormatContext): readonly string[] {
  const rows = mostSevereFirst(report.findings).flatMap((finding) =>
    finding.suppressed
      ? [
          [
            rule(finding, homepage),
            place(finding),
            markdownMessage(finding.message),
            markdownText(suppressionWords(finding.suppressed)),
          ],
        ]
      : [],
  );
  const title = formatCounted(rows.length, 'suppressed finding');
  return folded(title, table(['Rule', 'Place', 'Finding', 'Suppressed'], rows, shares.suppressed));
}

function problems(report: CheckReport): readonly string[] {
  return table(
    ['Could not be used'],
    report.problems.map((problem) => [markdownMessage(problem)]),
    shares.problems,
  );
}

function footer({ version, homepage }: FormatContext): string {
  const how = `${ruleFolderAddress(homepage)}README.md#suppression`;
  return `<sub>AFD Lens ${markdownText(version)}, model ${modelVersion}. To accept a finding, write \`# afd-lens: ignore AFD101 -- reason\` behind the value ([more](${how})).</sub>`;
}

function repositoryFiles({ files }: CheckReport): ReadonlyMap<string, string> {
  return new Map(files.map(({ file, repositoryFile }) => [file, repositoryFile]));
}

function rule({ code }: ReportedFinding, homepage: string): string {
  return `[${markdownText(code)}](${ruleAddress(homepage, code)})`;
}

function place({ repositoryFile, start }: ReportedFinding): string {
  return `${markdownCode(repositoryFile)} ${start.line}:${start.column}`;
}

/** As many rows as fit into so many characters, and how many do not; nothing without rows. */
function table(columns: readonly string[], rows: readonly (readonly string[])[], room: number): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = [line(columns), `|${':---|'.repeat(columns.length)}`];
  const note = (count: number): string => `_${formatCount(count)} more not shown here: the whole list has no room._`;
  let left = room - lengthOf(head) - note(rows.length).length;
  const shown: string[] = [];
  for (const row of rows.map(line)) {
    left -= row.length + 1;
    if (left < 0) break;
    shown.push(row);
  }
  const more = rows.length - shown.length;
  return [[...head, ...shown].join('\n'), ...(more > 0 ? [note(more)] : [])];
}

function folded(title: string, content: readonly string[]): readonly string[] {
  return content.length === 0 ? [] : [`<details><summary>${title}</summary>`, ...content, '</details>'];
}

/** Characters of the parts with the line breaks between them. */
function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + 2, 0);
}
