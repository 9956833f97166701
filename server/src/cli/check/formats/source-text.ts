import type { LineAndColumn, Span } from '../../../report/line-and-column';
import type { CheckReport } from '../check-report';

/** A text and where its lines start. */
export interface SourceText {
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** A stretch of one line, counted from 1; `endColumn` is behind its last character. */
export interface OneLineSpan {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** The text with its lines, which end with a line feed or a carriage return and a line feed. */
export function sourceText(text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { text, lineStarts };
}

/** The texts of a report by the name of their file. */
export function sourceTexts({ files }: CheckReport): ReadonlyMap<string, SourceText> {
  return new Map(files.map(({ file, text }) => [file, sourceText(text)]));
}

/** A line without its line end, counted from 1; empty where there is no such line. */
export function sourceLine({ text, lineStarts }: SourceText, line: number): string {
  const start = lineStarts[line - 1];
  if (start === undefined) return '';
  return text.slice(start, lineStarts[line] ?? text.length).replace(/\r?\n$/, '');
}

/** The offset of a place. */
export function offsetAt({ text, lineStarts }: SourceText, { line, column }: LineAndColumn): number {
  return Math.min((lineStarts[line - 1] ?? text.length) + column - 1, text.length);
}

/** The part of a span on its first line. */
export function onFirstLine({ start, end }: Span, source: SourceText | undefined): OneLineSpan {
  const lineEnd =
    start.line < end.line ? (source ? sourceLine(source, start.line).length + 1 : start.column) : end.column;
  return { line: start.line, column: start.column, endColumn: Math.max(start.column, lineEnd) };
}
