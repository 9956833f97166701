import type { LineAndColumn, Span } from '../../../report/line-and-column';
import type { Severity } from '../../../rules/rule';
import type { ReportedEdit, ReportedFinding, ReportedFix, ReportFormat } from '../check-report';
import { ruleAddress } from './addresses';
import { mostSevereFirst, notSuppressed } from './finding-order';
import { plainMessage, preferredFix } from './finding-text';
import { offsetAt, type SourceText, sourceLine, sourceText, sourceTexts } from './source-text';
import { visibleJson } from './visible-text';

/** A suggestion over more lines than this is hard to review, and seldom inside the lines of a pull request. */
const mostSuggestedLines = 10;

const rdSeverities: Readonly<Record<Severity, string>> = {
  error: 'ERROR',
  warning: 'WARNING',
  info: 'INFO',
  hint: 'INFO',
};

/**
 * The Reviewdog Diagnostic Format, whose suggestions reviewdog posts for one click. Paths are as they were given, since
 * reviewdog reads them from the working folder. Hints and suppressed findings are left out.
 */
export const rdjson: ReportFormat = (report, { homepage }) => {
  const texts = sourceTexts(report);
  const findings = notSuppressed(report.findings).filter(({ severity }) => severity !== 'hint');
  const worst = mostSevereFirst(findings)[0]?.severity ?? 'info';
  return visibleJson({
    source: { name: 'afd-lens', url: homepage },
    severity: rdSeverities[worst],
    diagnostics: findings.map((finding) => diagnostic(finding, texts.get(finding.file) ?? sourceText(''), homepage)),
  });
};

function diagnostic(finding: ReportedFinding, source: SourceText, homepage: string) {
  const { file, code, severity, message, related } = finding;
  const fix = preferredFix(finding);
  const edit = fix && asOneEdit(fix, source);
  return {
    message: [message, ...related.map((place) => place.message)].map(plainMessage).join(' '),
    location: { path: file, range: range(finding, source) },
    severity: rdSeverities[severity],
    code: { value: code, url: ruleAddress(homepage, code) },
    ...(edit ? { suggestions: [{ range: range(edit, source), text: edit.newText }] } : {}),
  };
}

/**
 * The edits of a fix as one, with the text between them. Reviewdog offers each suggestion by itself, and half of a fix
 * is not a fix. Undefined where they are far apart.
 */
function asOneEdit({ edits }: ReportedFix, source: SourceText): ReportedEdit | undefined {
  const ordered = [...edits].sort((a, b) => offsetAt(source, a.start) - offsetAt(source, b.start));
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  if (last.end.line - first.start.line >= mostSuggestedLines) return undefined;
  let at = offsetAt(source, first.start);
  let newText = '';
  for (const edit of ordered) {
    newText += source.text.slice(at, offsetAt(source, edit.start)) + edit.newText;
    at = offsetAt(source, edit.end);
  }
  return { start: first.start, end: last.end, newText };
}

/** Reviewdog counts columns in bytes of UTF-8, from 1. */
function range({ start, end }: Span, source: SourceText) {
  return { start: inBytes(start, source), end: inBytes(end, source) };
}

function inBytes({ line, column }: LineAndColumn, source: SourceText): LineAndColumn {
  return { line, column: Buffer.byteLength(sourceLine(source, line).slice(0, column - 1)) + 1 };
}
