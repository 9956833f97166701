import type { Suppression } from '../../manifest/suppressions';
import { quote } from '../../text/format';
import type { TextEdit, TextRange } from '../../text/text-range';
import { type Finding, finding, type Rule, type Subject } from '../rule';

export const unusedSuppression: Omit<Rule, 'check'> & {
  report(
    subject: Pick<Subject, 'text' | 'changesNothing'>,
    suppression: Suppression,
    unused: readonly string[],
  ): Finding;
} = {
  code: 'AFD900',
  title: 'Unused suppression',
  severity: 'info',
  report({ text, changesNothing }, { range, codes }, unused) {
    const whole = unused.length === codes.length;
    const place = whole ? range : codes.find(({ code }) => unused.includes(code))!.range;
    const edits = whole
      ? [{ range: withLine(text, range), newText: '' }]
      : [keepOnly(text, codes, (code) => !unused.includes(code))];
    return finding(
      unusedSuppression,
      place,
      `Unused suppression: ${unused.map(quote).join(', ')} ${unused.length === 1 ? 'is' : 'are'} not reported here.`,
      {
        unnecessary: true,
        fixes: () =>
          changesNothing(edits) ? [{ title: 'Remove unused suppression', preferred: true, cosmetic: true, edits }] : [],
      },
    );
  },
};

/** The comment with the blanks before it, or with its whole line when nothing else stands there. */
function withLine(text: string, range: TextRange): TextRange {
  const lineStart = text.lastIndexOf('\n', range.start) + 1;
  const lineEnd = text.indexOf('\n', range.end);
  const before = text.slice(lineStart, range.start);
  if (before.replace('\uFEFF', '').trim() === '') {
    const start = text.charCodeAt(lineStart) === 0xfeff ? lineStart + 1 : lineStart;
    return { start, end: lineEnd === -1 ? text.length : lineEnd + 1 };
  }
  return { start: lineStart + before.trimEnd().length, end: range.end };
}

/** One edit over the list of codes: neighbours that go would otherwise both claim the comma between them. */
function keepOnly(text: string, codes: Suppression['codes'], needed: (code: string) => boolean): TextEdit {
  const range = { start: codes[0]!.range.start, end: codes.at(-1)!.range.end };
  const kept = codes.filter(({ code }) => needed(code)).map(({ range: { start, end } }) => text.slice(start, end));
  return { range, newText: kept.join(', ') };
}
