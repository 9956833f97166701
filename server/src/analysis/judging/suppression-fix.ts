import type { Finding, Fix, Subject } from '../../rules/rule';
import type { TextEdit } from '../../text/text-range';

/** A fix that suppresses a finding with a reason to edit, on a line of its own above; none for errors, which suppressing does not help. */
export function suppressionFix(
  { text, root, changesNothing, statementAt }: Subject,
  { code, severity, range }: Finding,
): readonly Fix[] {
  if (severity === 'error' || code.startsWith('AFD9')) return [];
  const comment = `# afd-lens: ignore ${code} -- intended`;
  const above = lineAbove(text, range.start, comment);
  const { start: at } = above[0]!.range;
  const lineEnd = /\r?(?:\n|$)/.exec(text.slice(range.start))!.index + range.start;
  const behind = [{ range: { start: lineEnd, end: lineEnd }, newText: ` ${comment}` }];
  // A comment above the first line of a document covers all of it, and above its `---` it belongs to the one before.
  const isFirstLine = at <= (root?.range.start ?? 0);
  const besides = isFirstLine ? [behind, ...(text.startsWith('---', at) ? [] : [above])] : [above, behind];
  // Inside a script or a long command there is no place for a comment of its own.
  const statement = statementAt?.(range.start);
  const candidates = statement === undefined ? besides : [...besides, lineAbove(text, statement, comment)];
  const edits = candidates.find((candidate) => changesNothing(candidate));
  if (!edits) return [];
  return [{ title: `Ignore ${code} here, with a reason`, preferred: false, cosmetic: false, suppression: true, edits }];
}

/** A comment on a line of its own, indented like the line that holds the offset. */
function lineAbove(text: string, offset: number, comment: string): readonly TextEdit[] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const at = text.charCodeAt(lineStart) === 0xfeff ? lineStart + 1 : lineStart;
  const indent = /^[ \t]*/.exec(text.slice(at))![0];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return [{ range: { start: at, end: at }, newText: `${indent}${comment}${lineBreak}` }];
}
