import type { Finding, Fix, Subject } from '../rules/rule';

/** A fix that suppresses a finding with a reason to edit, on a line of its own above; none for errors, which suppressing does not help. */
export function suppressionFix(
  { text, root, changesNothing }: Subject,
  { code, severity, range }: Finding,
): readonly Fix[] {
  if (severity === 'error' || code.startsWith('AFD9')) return [];
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  const at = text.charCodeAt(lineStart) === 0xfeff ? lineStart + 1 : lineStart;
  const indent = /^[ \t]*/.exec(text.slice(at))![0];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = `# afd-lens: ignore ${code} -- intended`;
  const above = [{ range: { start: at, end: at }, newText: `${indent}${comment}${lineBreak}` }];
  const lineEnd = /\r?(?:\n|$)/.exec(text.slice(range.start))!.index + range.start;
  const behind = [{ range: { start: lineEnd, end: lineEnd }, newText: ` ${comment}` }];
  // A comment above the first line of a document covers all of it, and above its `---` it belongs to the one before.
  const isFirstLine = lineStart <= (root?.range.start ?? 0);
  const candidates = isFirstLine ? [behind, ...(text.startsWith('---', at) ? [] : [above])] : [above, behind];
  const edits = candidates.find((candidate) => changesNothing(candidate));
  if (!edits) return [];
  return [{ title: `Ignore ${code} here, with a reason`, preferred: false, cosmetic: false, suppression: true, edits }];
}
