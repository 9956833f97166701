/** A place in a text, counted from 1; columns in UTF-16 code units. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
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

/** The place of one offset. */
export function lineAndColumn(text: string, offset: number): LineAndColumn {
  return new LineIndex(text).placeAt(offset);
}
