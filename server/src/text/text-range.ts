/** Half-open range of UTF-16 offsets into the text at hand, which may be a part of its file. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

declare const wholeFile: unique symbol;

/** A range whose offsets are known to be those of a whole file; only `inFile` makes one. */
export interface FileRange extends TextRange {
  readonly [wholeFile]: true;
}

/** Where a range of a text lies in the file in which the text begins at `start`. */
export function inFile(range: TextRange, start: number): FileRange {
  return (start === 0 ? range : { start: start + range.start, end: start + range.end }) as FileRange;
}

/** Replace `range` by `newText`; an empty range inserts. */
export interface TextEdit<Range extends TextRange = TextRange> {
  readonly range: Range;
  readonly newText: string;
}

/** True when the offset lies in the range or directly at its end. */
export function touches(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Whether two ranges of one text have a character in common. */
export function overlap(a: TextRange, b: TextRange): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The text with all edits applied; edits must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => b.range.start - a.range.start);
  return ordered.reduce(
    (result, { range, newText }) => result.slice(0, range.start) + newText + result.slice(range.end),
    text,
  );
}

/** An edit of a text that may have changed: it holds only while `oldText` stands at its range. */
export interface GuardedEdit<Range extends TextRange = TextRange> extends TextEdit<Range> {
  readonly oldText: string;
}

/** Edits of another file, by its absolute path. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly GuardedEdit<FileRange>[];
}
