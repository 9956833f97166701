import type { MappedText } from '../text/mapped-text';
import { foldedBlock, literalBlock } from './block-scalar';
import { Spans } from './spans';
import { maskExpressions } from './template-mask';
import type { TreeScalar } from './yaml-tree';

/**
 * The text of a scalar with the place of each character in the file, whose text is `file`. Each template expression is one
 * unknown character. An expression on a line of its own in a block scalar keeps its line, except behind a line that ends
 * with a backslash: there the shell would go on reading, whatever the expression renders to.
 */
export function scalarText(file: string, scalar: TreeScalar): MappedText {
  const { start, end } = scalar.range;
  const written = file.slice(start, end);
  const masked = maskExpressions(written);
  const spans = new Spans(written, masked, start);
  if (scalar.style === 'block') {
    const read = masked.startsWith('>') ? foldedBlock : literalBlock;
    read(masked, scalar.source, spans);
  } else if (scalar.style === 'plain') {
    unfold(masked, 0, masked.length, spans, (from, to) => spans.verbatim(from, to));
  } else {
    const quoteMark = masked[0] ?? '';
    const close = masked.length > 1 && masked.endsWith(quoteMark) ? masked.length - 1 : masked.length;
    if (quoteMark === "'") unfold(masked, 1, close, spans, (from, to) => singleQuoted(masked, from, to, spans));
    else doubleQuoted(masked, 1, close, spans);
  }
  return spans.text();
}

/** A line break and the blanks around it are a space; with empty lines between, as many line breaks as those. */
function unfold(
  text: string,
  from: number,
  to: number,
  spans: Spans,
  addContent: (start: number, end: number) => void,
): void {
  let at = from;
  for (;;) {
    const lineBreak = text.indexOf('\n', at);
    if (lineBreak === -1 || lineBreak >= to) break;
    let end = lineBreak;
    if (end > at && text[end - 1] === '\r') end--;
    while (end > at && isBlank(text[end - 1])) end--;
    addContent(at, end);
    at = fold(text, end, to, spans) ?? to;
  }
  addContent(at, to);
}

const foldPattern = /[ \t]*(?:\r?\n[ \t]*)+/y;

/** Adds what a break of lines at `at` means, if there is one, and returns where the text goes on. */
function fold(text: string, at: number, to: number, spans: Spans): number | undefined {
  foldPattern.lastIndex = at;
  const gap = foldPattern.exec(text)?.[0].slice(0, to - at);
  if (gap === undefined) return undefined;
  const lineBreaks = gap.split('\n').length - 1;
  spans.as(lineBreaks === 1 ? ' ' : '\n'.repeat(lineBreaks - 1), at, at + gap.length);
  return at + gap.length;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function singleQuoted(text: string, from: number, to: number, spans: Spans): void {
  let at = from;
  for (;;) {
    const doubled = text.indexOf("''", at);
    if (doubled === -1 || doubled + 2 > to) break;
    spans.verbatim(at, doubled);
    spans.as("'", doubled, doubled + 2);
    at = doubled + 2;
  }
  spans.verbatim(at, to);
}

const special = /[\\ \t\r\n]/g;
const blanks = /[ \t]+/y;
const escapedBreak = /\\\r?\n[ \t]*/y;

function doubleQuoted(text: string, from: number, to: number, spans: Spans): void {
  let at = from;
  while (at < to) {
    special.lastIndex = at;
    const next = Math.min(special.exec(text)?.index ?? to, to);
    spans.verbatim(at, next);
    at = next < to ? afterSpecial(text, next, to, spans) : to;
  }
}

/** Adds what stands at a backslash, a blank or a line break, and returns where the text goes on. */
function afterSpecial(text: string, at: number, to: number, spans: Spans): number {
  if (text[at] !== '\\') {
    const folded = fold(text, at, to, spans);
    if (folded !== undefined) return folded;
    blanks.lastIndex = at;
    const end = Math.min(at + Math.max(1, blanks.exec(text)?.[0].length ?? 0), to);
    spans.verbatim(at, end);
    return end;
  }
  escapedBreak.lastIndex = at;
  const broken = escapedBreak.exec(text);
  if (broken) return Math.min(at + broken[0].length, to);
  const { value, length } = escaped(text, at);
  const end = Math.min(at + length, to);
  if (value === undefined) spans.verbatim(at, end);
  else spans.as(value, at, end);
  return end;
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What an escape stands for, and how long it is; undefined for one that YAML does not know. */
function escaped(text: string, at: number): { readonly value: string | undefined; readonly length: number } {
  const letter = text[at + 1] ?? '';
  const digits = codeLengths[letter];
  if (digits === undefined) return { value: escapes[letter], length: 2 };
  const code = text.slice(at + 2, at + 2 + digits);
  const point = code.length === digits && /^[0-9a-fA-F]+$/.test(code) ? Number.parseInt(code, 16) : Number.NaN;
  return point <= 0x10ffff
    ? { value: String.fromCodePoint(point), length: 2 + digits }
    : { value: undefined, length: 2 };
}
