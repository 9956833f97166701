/** Half-open range of UTF-16 offsets into a text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replace `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** True when the offset lies in the range or directly at its end. */
export function touches(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** The text with all edits applied; edits must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => b.range.start - a.range.start);
  return ordered.reduce(
    (result, { range, newText }) => result.slice(0, range.start) + newText + result.slice(range.end),
    text,
  );
}

/** An edit of a text that is not at hand: it holds only while `oldText` stands at its range. */
export interface GuardedEdit extends TextEdit {
  readonly oldText: string;
}

/** Edits of another file, by its absolute path. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly GuardedEdit[];
}
