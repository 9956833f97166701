import stringWidth from 'string-width';
import { visible } from './visible-text';

/** A line as a terminal shows it, and carets that stand below its marked part. */
export interface Excerpt {
  readonly line: string;
  readonly carets: string;
}

/** One character as readers count them: where it is in the line, how it is shown, and in how many columns. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
  readonly columns: number;
}

const tabSize = 4;
/** Characters looked at on each side; splitting a whole file on one line into characters would take seconds. */
const reach = 1000;
const cut = '…';
/** Not measured: for its first letter that is not ASCII, `string-width` builds expressions of a tenth of a second. */
const cutColumns = 1;
const segmenter = new Intl.Segmenter('en');

/**
 * The line around offsets `start` to `end`, at most `columns` wide: tabs as blanks, what a terminal would obey as
 * `\u001b`, and an ellipsis for what is left out. At least one caret, also for an empty part and one at the line's end.
 */
export function sourceExcerpt(line: string, start: number, end: number, columns = 100): Excerpt {
  const cells = cellsOf(line, start, end);
  const first = indexOr(
    cells.findIndex((cell) => cell.end > start),
    cells.length,
  );
  const behind = indexOr(
    cells.findIndex((cell) => cell.start >= Math.max(end, start + 1)),
    cells.length,
  );
  const window = windowAround(cells, first, behind, columns);
  const isCutBefore = window.from > 0 || (cells[0]?.start ?? 0) > textStart(line);
  const isCutAfter = window.to < cells.length || (cells.at(-1)?.end ?? line.length) < line.length;
  const indent = (isCutBefore ? 1 : 0) + width(cells.slice(window.from, first));
  const marked = width(cells.slice(first, Math.min(behind, window.to)));
  const shown = cells.slice(window.from, window.to).map((cell) => cell.shown);
  return {
    line: `${isCutBefore ? cut : ''}${shown.join('')}${isCutAfter ? cut : ''}`.trimEnd(),
    carets: ' '.repeat(indent) + '^'.repeat(Math.max(1, marked)),
  };
}

function cellsOf(line: string, start: number, end: number): readonly Cell[] {
  const from = Math.max(textStart(line), start - reach);
  const to = Math.min(line.length, Math.max(start, Math.min(end, start + reach)) + reach);
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segmenter.segment(line.slice(from, to))) {
    const shown = segment === '\t' ? ' '.repeat(tabSize - (column % tabSize)) : visible(segment);
    const columns = stringWidth(shown);
    cells.push({ start: from + index, end: from + index + segment.length, shown, columns });
    column += columns;
  }
  return cells;
}

/** Where the text begins: behind a byte order mark, if there is one. */
function textStart(line: string): number {
  return line.startsWith('\uFEFF') ? 1 : 0;
}

/** The cells to show: the marked ones, and as much as fits on both sides. */
function windowAround(
  cells: readonly Cell[],
  first: number,
  behind: number,
  columns: number,
): { readonly from: number; readonly to: number } {
  const room = columns - 2 * cutColumns;
  if (width(cells) <= room) return { from: 0, to: cells.length };
  let from = first;
  let to = first;
  let used = 0;
  const take = (index: number, limit: number): boolean => {
    const cell = cells[index];
    if (!cell || used + cell.columns > limit) return false;
    used += cell.columns;
    return true;
  };
  while (to < behind && take(to, room)) to += 1;
  const half = used + (room - used) / 2;
  while (take(from - 1, half)) from -= 1;
  while (take(to, room)) to += 1;
  while (take(from - 1, room)) from -= 1;
  return { from, to };
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, { columns }) => sum + columns, 0);
}

function indexOr(index: number, otherwise: number): number {
  return index === -1 ? otherwise : index;
}
