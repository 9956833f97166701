import type { FileRange } from '../text/text-range';

/** A place in a text, counted from 1; columns in UTF-16 code units. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a text; `end` is the place behind its last character. */
export interface Span {
  readonly start: LineAndColumn;
  readonly end: LineAndColumn;
}

/** Lines, which end with LF or CRLF, and columns of one text, for many offsets. */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    // Nobody counts the byte order mark as a column.
    const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  spanOf({ start, end }: FileRange): Span {
    return { start: this.placeAt(start), end: this.placeAt(end) };
  }

  placeAt(offset: number): LineAndColumn {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    // Between the two characters of a line end there is no column, as in the protocol of editors.
    const within = this.text[offset] === '\n' && this.text[offset - 1] === '\r' ? 1 : 0;
    return { line: low + 1, column: Math.max(1, offset - within - this.starts[low]! + 1) };
  }
}

/** The lines and columns of a range of a file's text; of many ranges `LineIndex` gives them faster. */
export function spanOf(text: string, range: FileRange): Span {
  return new LineIndex(text).spanOf(range);
}

/** A span as JSON has it. */
export function spanJson({ start, end }: Span) {
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
