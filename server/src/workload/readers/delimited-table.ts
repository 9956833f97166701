import type { TraceCollector } from '../trace-collector';
import { MAX_LINE_BYTES } from '../trace-head';
import { type ColumnMapping, TraceError, type TraceSummary } from '../trace-summary';
import { QuotedRows } from './quoted-rows';
import { delimiterOf } from './table-layout';
import { TableRows } from './table-rows';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/**
 * Reads a table with a header line in constant memory. `head` is how it starts. Lines are split here while the trace
 * has no double quote, as in every published trace, which is several times faster; from the first quote on, csv-parse
 * reads the rest.
 */
export async function readDelimitedTable(
  bytes: AsyncIterable<Buffer>,
  head: Buffer,
  columns: ColumnMapping | undefined,
  collector: TraceCollector,
  signal: AbortSignal | undefined,
): Promise<TraceSummary> {
  const onlyReturns = !head.includes(LINE_FEED) && head.includes(0x0d);
  const firstLine = /[^\r\n]*\S[^\r\n]*/.exec(head.toString('utf8').replace(/^\uFEFF/, ''))?.[0] ?? '';
  const delimiter = delimiterOf(firstLine, columns);
  const rows = new TableRows({ head, delimiter }, columns, collector);
  const plain = new PlainLines(rows, delimiter);
  let quoted = onlyReturns ? new QuotedRows(rows, delimiter, 0, ['\r']) : undefined;
  let isStart = true;
  for await (const chunk of withoutMark(bytes)) {
    signal?.throwIfAborted();
    if (quoted === undefined) {
      const quote = chunk.indexOf(QUOTE);
      if (quote < 0) {
        plain.write(chunk);
      } else {
        const cut = chunk.lastIndexOf(LINE_FEED, quote) + 1;
        if (cut > 0) plain.write(chunk.subarray(0, cut));
        quoted = new QuotedRows(rows, delimiter, plain.lines, ['\r\n', '\n']);
        await quoted.write(Buffer.concat([plain.takeUnfinished(), chunk.subarray(cut)]));
      }
    } else {
      await quoted.write(chunk);
    }
    isStart = false;
  }
  if (isStart) throw new TraceError('The trace is empty: the file has no bytes.');
  if (quoted === undefined) plain.end();
  else await quoted.end();
  return rows.summary();
}

async function* withoutMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isStart = true;
  for await (const chunk of bytes) {
    const hasMark = isStart && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK);
    isStart = false;
    yield hasMark ? chunk.subarray(3) : chunk;
  }
}

/**
 * Lines without quotes. They are handled as Latin-1, one character a byte, because numbers and dates are ASCII; names
 * and values for messages are decoded as UTF-8 when they are needed.
 */
class PlainLines {
  private readonly rows: TableRows;
  private readonly delimiter: string;
  private unfinished: Buffer[] = [];
  private unfinishedLength = 0;
  private lineCount = 0;

  constructor(rows: TableRows, delimiter: string) {
    this.rows = rows;
    this.delimiter = delimiter;
  }

  /** Lines finished so far. */
  get lines(): number {
    return this.lineCount;
  }

  write(chunk: Buffer): void {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) this.finishedLines(Buffer.concat([this.takeUnfinished(), chunk.subarray(0, end)]).toString('latin1'));
    this.unfinished.push(chunk.subarray(end));
    this.unfinishedLength += chunk.length - end;
    if (this.unfinishedLength > MAX_LINE_BYTES) {
      const line = this.lineCount + 1;
      throw new TraceError(`Line ${line} is longer than 64 MB; is this a table with one request per line?`, line);
    }
  }

  takeUnfinished(): Buffer {
    const bytes = Buffer.concat(this.unfinished);
    this.unfinished = [];
    this.unfinishedLength = 0;
    return bytes;
  }

  end(): void {
    const last = this.takeUnfinished().toString('latin1');
    if (last.length > 0) this.line(last, 0, last.length);
  }

  private finishedLines(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.line(text, start, end);
      start = end + 1;
    }
  }

  private line(text: string, start: number, lineEnd: number): void {
    this.lineCount += 1;
    const end = lineEnd > start && text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
    if (end === start) return;
    const layout = this.rows.layout;
    if (layout === undefined) {
      const fields = decoded(text.slice(start, end)).split(this.delimiter);
      if (fields.some((field) => field.trim() !== '')) this.rows.header(fields, this.lineCount);
      return;
    }
    let prefill = '';
    let decode = '';
    let time: string | undefined;
    let conversation: string | undefined;
    let follows: string | undefined;
    let column = 0;
    for (let from = start; ; column += 1) {
      const found = text.indexOf(this.delimiter, from);
      const to = found < 0 || found > end ? end : found;
      if (column === layout.prefill) prefill = text.slice(from, to);
      else if (column === layout.decode) decode = text.slice(from, to);
      else if (column === layout.time) time = text.slice(from, to);
      else if (column === layout.conversation) conversation = text.slice(from, to);
      else if (column === layout.follows) follows = text.slice(from, to);
      if (to === end) break;
      from = to + 1;
    }
    if (column + 1 === layout.width)
      this.rows.lengths(
        { prefill: decoded(prefill), decode: decoded(decode), time, conversation, follows },
        this.lineCount,
      );
    else this.rows.record(decoded(text.slice(start, end)).split(this.delimiter), this.lineCount);
  }
}

/** UTF-8 bytes held as Latin-1 characters, decoded; ASCII stays as it is. */
function decoded(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return Buffer.from(text, 'latin1').toString('utf8');
  }
  return text;
}
