import type { Spans } from './spans';
import { maskCharacter } from './template-mask';

/** One line of a block scalar: where it and its content begin, where its content ends, and where the next line begins. */
interface BlockLine {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  /** Undefined for the last one, behind which there is no line break. */
  readonly next: number | undefined;
}

interface Block {
  readonly lines: readonly BlockLine[];
  /** Spaces at the start of each line that are not part of the value. */
  readonly indent: number;
  readonly chomp: string;
  /** The first line with content, and the one behind the last. */
  readonly first: number;
  readonly last: number;
}

/**
 * Adds the value of a literal block scalar, whose text with masked expressions is `text`, and whose parsed value
 * `value`.
 */
export function literalBlock(text: string, value: string, spans: Spans): void {
  const block = readBlock(text, value, spans);
  if (!block) return;
  let isContinued = false;
  for (const [index, line] of block.lines.slice(0, block.last).entries()) {
    const isExpression = isOwnLine(text, line);
    spans.verbatim(valueStart(line, block), line.end);
    if (index === block.last - 1) break;
    if (isExpression && isContinued && line.next !== undefined) spans.as(' ', line.end, line.next);
    else addBreak(line, spans);
    if (!isExpression)
      isContinued = /(?<!\\)(?:\\\\)*\\$/.test(text.slice(Math.max(line.content, line.end - 64), line.end));
  }
  addEnd(block, spans);
}

/** Adds the spans of a folded block scalar's text. */
export function foldedBlock(text: string, value: string, spans: Spans): void {
  const block = readBlock(text, value, spans);
  if (!block) return;
  for (const line of block.lines.slice(0, block.first)) {
    spans.verbatim(valueStart(line, block), line.end);
    addBreak(line, spans);
  }
  let separator = '';
  let emptyLines = '';
  let isPreviousIndented = false;
  let previousEnd = block.lines[block.first]!.start;
  for (const line of block.lines.slice(block.first, block.last)) {
    const isIndented = line.content - line.start > block.indent || text[line.content] === '\t';
    if (!isIndented && line.content === line.end) {
      if (separator === '\n') emptyLines += '\n';
      else separator = '\n';
      continue;
    }
    if (isIndented && separator === ' ') separator = '\n';
    else if (isIndented && !isPreviousIndented && separator === '\n') separator = '\n\n';
    if (separator !== '') spans.as(emptyLines + separator, previousEnd, valueStart(line, block));
    spans.verbatim(valueStart(line, block), line.end);
    separator = isIndented ? '\n' : ' ';
    emptyLines = '';
    isPreviousIndented = isIndented;
    previousEnd = line.end;
  }
  addEnd(block, spans);
}

/** The parts of a block scalar; undefined where it has no content, of which everything is added then. */
function readBlock(text: string, value: string, spans: Spans): Block | undefined {
  const header = /^[|>][-+\d]*/.exec(text)?.[0] ?? '';
  const chomp = /[-+]/.exec(header)?.[0] ?? '';
  const lines = linesOf(text);
  const isEmpty = ({ content, end }: BlockLine): boolean => content === end;
  let last = lines.findLastIndex((line) => !isEmpty(line)) + 1;
  if (last === 0) {
    if (chomp === '+') for (const line of lines.length > 1 ? lines.slice(0, -1) : lines) addBreak(line, spans);
    return undefined;
  }
  const first = lines.findIndex((line) => !isEmpty(line));
  // What an explicit indicator counts from is not in the text, so the value tells how much of the indentation is gone.
  const indented = lines.find((line) => !isEmpty(line) && !isOwnLine(text, line));
  const kept = /^(?: *\n)*( *)/.exec(value)?.[1]?.length ?? 0;
  const indent = indented ? Math.max(0, indented.content - indented.start - kept) : 0;
  const lastIndented = lines.findLastIndex(({ start, content }) => content - start > indent);
  last = Math.max(last, lastIndented + 1);
  return { lines, indent, chomp, first, last };
}

/** The lines behind the header. */
function linesOf(text: string): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  const header = text.indexOf('\n');
  if (header === -1 || header + 1 === text.length) return lines;
  let start = header + 1;
  for (;;) {
    const lineBreak = text.indexOf('\n', start);
    const stop = lineBreak === -1 ? text.length : lineBreak;
    const end = stop > start && text[stop - 1] === '\r' ? stop - 1 : stop;
    let content = start;
    while (content < end && text[content] === ' ') content++;
    lines.push({ start, content, end, next: lineBreak === -1 ? undefined : lineBreak + 1 });
    if (lineBreak === -1) return lines;
    start = lineBreak + 1;
  }
}

function valueStart({ start, content }: BlockLine, { indent }: Block): number {
  return Math.min(start + indent, content);
}

function isOwnLine(text: string, { content, end }: BlockLine): boolean {
  return text[content] === maskCharacter && /^[\uE000 \t]+$/.test(text.slice(content, end));
}

function addBreak({ end, next }: BlockLine, spans: Spans): void {
  if (next === end + 1) spans.verbatim(end, next);
  else spans.as('\n', end, next ?? end);
}

function addEnd({ lines, last, chomp }: Block, spans: Spans): void {
  if (chomp === '-') return;
  addBreak(lines[last - 1]!, spans);
  if (chomp === '+') for (const line of lines.slice(last, -1)) addBreak(line, spans);
}
