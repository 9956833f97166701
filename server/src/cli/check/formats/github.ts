import type { Severity } from '../../../rules/rule';
import type { ReportedFinding, ReportFormat } from '../check-report';
import { countsOf, summarySentence } from './counts';
import { mostSevereFirst, notSuppressed } from './finding-order';
import { plainMessage } from './finding-text';
import { onFirstLine, type SourceText, sourceTexts } from './source-text';
import { visible } from './visible-text';

/** GitHub shows so many annotations of each level for a step and drops the rest. */
const mostPerLevel = 10;

const levels: Readonly<Record<Exclude<Severity, 'hint'>, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/**
 * Workflow commands that annotate the lines of a pull request in GitHub Actions, the most valuable first, then the
 * counts in plain lines. Hints and suppressed findings are not annotated.
 */
export const github: ReportFormat = (report) => {
  const texts = sourceTexts(report);
  const annotated = mostSevereFirst(notSuppressed(report.findings)).filter(({ severity }) => severity !== 'hint');
  const commands = [
    ...report.problems.map((problem) => command('error', { title: 'AFD Lens' }, plainMessage(problem))),
    ...annotated.map((finding) => annotation(finding, texts.get(finding.file))),
  ];
  const shown = Object.values(levels).flatMap((level) =>
    commands.filter((line) => line.startsWith(`::${level} `)).slice(0, mostPerLevel),
  );
  const more = commands.length - shown.length;
  return [
    ...shown,
    ...(more > 0
      ? [`${more} more ${more === 1 ? 'is' : 'are'} not annotated: GitHub shows at most ${mostPerLevel} of each level.`]
      : []),
    summarySentence(countsOf(report)),
    '',
  ].join('\n');
};

function annotation(finding: ReportedFinding, source: SourceText | undefined): string {
  const { line, column, endColumn } = onFirstLine(finding, source);
  const { severity, repositoryFile, code, title, message } = finding;
  return command(
    levels[severity as keyof typeof levels],
    {
      file: repositoryFile,
      line,
      // The runner refuses columns of an annotation over several lines.
      endLine: line,
      col: column,
      // The last column, not the one behind it: a missing `endColumn` stands for one character, so says GitHub's toolkit.
      endColumn: Math.max(column, endColumn - 1),
      title: `${code} ${title}`,
    },
    plainMessage(message),
  );
}

/** A workflow command. Its properties end at a colon or comma, its data at the line's end. */
function command(name: string, properties: Readonly<Record<string, string | number>>, data: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(visible(String(value)))}`);
  return `::${name} ${list.join(',')}::${escapedData(data)}`;
}

/** Text as the data of a workflow command. */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Text as the value of a property of a workflow command. */
function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
