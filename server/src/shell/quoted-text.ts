import { joinTexts, type MappedText, sliceText, writtenAs } from '../text/mapped-text';
import { fileRange, type ScriptSource } from './script-source';

/** Where characters stand, which decides what a backslash in front of them does. */
export type Quoting =
  | 'none'
  /** Between double quotes. */
  | 'double'
  /** In a here-document whose delimiter is not quoted. */
  | 'document'
  /** In the operand of an expansion that stands in one of these two: `"${NAME:-default}"`. */
  | 'operand';

const escapable: Readonly<Record<Quoting, RegExp>> = {
  none: /\\(?:\n|([\s\S]))/g,
  double: /\\(?:\n|([$`"\\]))/g,
  document: /\\(?:\n|([$`\\]))/g,
  operand: /\\(?:\n|([$`"\\}]))/g,
};

/** The characters between two offsets of the script without the backslashes that only quote. */
export function unescapedText({ text }: ScriptSource, start: number, end: number, quoting: Quoting): MappedText {
  const raw = text.text.slice(start, end);
  if (!raw.includes('\\')) return sliceText(text, start, end);
  const parts: MappedText[] = [];
  let done = start;
  for (const { index, 0: escaped } of raw.matchAll(escapable[quoting])) {
    if (start + index > done) parts.push(sliceText(text, done, start + index));
    // Of an escape the character itself stays, which stands in the file as it is; of a continued line nothing.
    done = start + index + (escaped[1] === '\n' ? 2 : 1);
    if (escaped[1] !== '\n') {
      parts.push(sliceText(text, done, done + 1));
      done++;
    }
  }
  parts.push(sliceText(text, done, end));
  return joinTexts(parts);
}

const controlEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ansiEscape =
  /\\(?:([abeEfnrtv])|(["'?\\])|([0-7]{1,3})|x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8}))|\\c?/g;

/** What stands between `$'` and `'`; undefined where only a run knows what an escape stands for. */
export function ansiText(source: ScriptSource, start: number, end: number): MappedText | undefined {
  const parts: MappedText[] = [];
  let done = start;
  for (const match of source.text.text.slice(start, end).matchAll(ansiEscape)) {
    const [escaped, control, itself, octal, hex, short, long] = match;
    const at = start + match.index;
    parts.push(sliceText(source.text, done, at));
    done = at + escaped.length;
    if (itself !== undefined) {
      parts.push(sliceText(source.text, done - 1, done));
      continue;
    }
    if (escaped === '\\') {
      // A backslash before any other character stands for itself.
      parts.push(sliceText(source.text, at, done));
      continue;
    }
    const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? short ?? long ?? '0', 16);
    // A zero ends the text, and what is beyond ASCII depends on the locale.
    if (control === undefined && (code === 0 || code > 127)) return undefined;
    const character = control === undefined ? String.fromCharCode(code) : controlEscapes[control]!;
    parts.push(writtenAs(character, fileRange(source, { start: at, end: done })));
  }
  parts.push(sliceText(source.text, done, end));
  return joinTexts(parts);
}
