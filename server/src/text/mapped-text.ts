import type { TextRange } from './text-range';

/** Stands in a text for a value that is known only when the program runs or the template is rendered. */
export const unknownCharacter = '\uE000';

/** A run of characters that come from one place of the file. */
export interface TextPiece {
  /** Where it begins in the text. */
  readonly at: number;
  readonly length: number;
  readonly source: TextRange;
  /** True where each character stands in the file as it is here. */
  readonly verbatim: boolean;
  /** What decides the value that the piece stands for, as it is written: `$RANKS`, `{{ .Values.ranks }}`. */
  readonly unknown?: string | undefined;
}

/**
 * A text read out of a layer of a file, such as a block scalar or a word of a shell command, which knows where each of
 * its characters is written. The pieces cover it, in order.
 */
export interface MappedText {
  readonly text: string;
  readonly pieces: readonly TextPiece[];
}

/** Where a part of a mapped text is written; `exact` where the file has it there character for character. */
export interface MappedRange extends TextRange {
  readonly exact: boolean;
}

/** A text that stands in the file as it is, from `start` on. */
export function verbatimText(text: string, start: number): MappedText {
  const source = { start, end: start + text.length };
  return { text, pieces: text === '' ? [] : [{ at: 0, length: text.length, source, verbatim: true }] };
}

/** Text that the file writes in another way at `source`: an escape, a folded line break. */
export function writtenAs(text: string, source: TextRange): MappedText {
  return { text, pieces: text === '' ? [] : [{ at: 0, length: text.length, source, verbatim: false }] };
}

/** A value that only a run or a rendering decides, for which `expression` stands at `source`. */
export function unknownText(expression: string, source: TextRange): MappedText {
  return { text: unknownCharacter, pieces: [{ at: 0, length: 1, source, verbatim: false, unknown: expression }] };
}

/** The texts one behind the other. */
export function joinTexts(parts: readonly MappedText[]): MappedText {
  if (parts.length === 1) return parts[0]!;
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const part of parts) {
    for (const piece of part.pieces) pieces.push({ ...piece, at: at + piece.at });
    at += part.text.length;
  }
  return { text: parts.map(({ text }) => text).join(''), pieces };
}

/** The part from `start` to `end`. A piece that is not verbatim keeps its whole source. */
export function sliceText({ text, pieces }: MappedText, start: number, end: number = text.length): MappedText {
  const inside: TextPiece[] = [];
  for (let index = firstPieceBehind(pieces, start); index < pieces.length; index++) {
    const piece = pieces[index]!;
    if (piece.at >= end) break;
    const from = Math.max(start, piece.at);
    const to = Math.min(end, piece.at + piece.length);
    const source = piece.verbatim
      ? { start: piece.source.start + from - piece.at, end: piece.source.start + to - piece.at }
      : piece.source;
    inside.push({ ...piece, at: from - start, length: to - from, source });
  }
  return { text: text.slice(start, end), pieces: inside };
}

/** Where the characters from `start` to `end` are written; for characters from several places, from the first to the last. */
export function rangeOfText({ text, pieces }: MappedText, start: number = 0, end: number = text.length): MappedRange {
  const part = sliceText({ text, pieces }, start, end).pieces;
  const [first] = part;
  const last = part.at(-1);
  if (!first || !last) return { ...pointAt(pieces, start), exact: false };
  const isOneRun = part.every(
    ({ verbatim, source }, index) => verbatim && (index === 0 || source.start === part[index - 1]!.source.end),
  );
  if (last.source.end >= first.source.start && isInOrder(part)) {
    return { start: first.source.start, end: last.source.end, exact: isOneRun };
  }
  return { ...first.source, exact: false };
}

/** What decides the unknown values in the text, each once, in order. */
export function unknownsIn({ pieces }: MappedText): readonly string[] {
  return [...new Set(pieces.flatMap(({ unknown }) => (unknown === undefined ? [] : [unknown])))];
}

function isInOrder(pieces: readonly TextPiece[]): boolean {
  return pieces.every(({ source }, index) => index === 0 || source.start >= pieces[index - 1]!.source.end);
}

/** Where text would stand that is inserted at an offset. */
function pointAt(pieces: readonly TextPiece[], offset: number): TextRange {
  const before = pieces.findLast(({ at }) => at < offset);
  const at = before
    ? before.verbatim
      ? before.source.start + Math.min(offset - before.at, before.length)
      : before.source.end
    : (pieces[0]?.source.start ?? 0);
  return { start: at, end: at };
}

/** The index of the first piece that reaches beyond the offset. */
function firstPieceBehind(pieces: readonly TextPiece[], offset: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { at, length } = pieces[middle]!;
    if (at + length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
