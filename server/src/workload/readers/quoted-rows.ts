import { CsvError, Parser } from 'csv-parse';
import { MAX_LINE_BYTES } from '../trace-head';
import { TraceError } from '../trace-summary';
import type { TableRows } from './table-rows';

/** Records of a table with quoted fields (RFC 4180), by csv-parse. Feed bytes with `write`, then `end`. */
export class QuotedRows {
  private readonly rows: TableRows;
  private readonly parser: Parser;
  private readonly lineBreak: string;
  /** Lines up to the end of the last record, without the blank ones, which csv-parse counts. */
  private lines: number;
  private blankLines = 0;
  private error: unknown;

  /** `linesBefore`: the number of lines of the trace that precede the first byte written. */
  constructor(rows: TableRows, delimiter: string, linesBefore: number, recordDelimiter: readonly string[]) {
    this.rows = rows;
    this.lines = linesBefore;
    this.lineBreak = recordDelimiter.at(-1)!;
    this.parser = new Parser({
      delimiter,
      record_delimiter: [...recordDelimiter],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_LINE_BYTES,
      on_record: (fields: string[], info: { empty_lines: number }) => this.record(fields, info.empty_lines),
    });
    this.parser.on('error', (error) => {
      this.error ??= error;
    });
    this.parser.resume();
  }

  async write(bytes: Buffer): Promise<void> {
    this.check();
    await new Promise<void>((resolve) => {
      this.parser.write(bytes, (error) => {
        this.error ??= error ?? undefined;
        resolve();
      });
    });
    this.check();
  }

  async end(): Promise<void> {
    this.check();
    await new Promise<void>((resolve) => {
      this.parser.once('end', resolve).once('error', () => resolve());
      this.parser.end();
    });
    this.check();
  }

  private record(fields: string[], blankLines: number): null {
    this.blankLines = blankLines;
    const line = this.nextLine();
    this.lines += 1;
    for (const field of fields) this.lines += this.lineBreaksIn(field);
    if (this.rows.layout === undefined) this.rows.header(fields, line);
    else this.rows.record(fields, line);
    return null;
  }

  private nextLine(): number {
    return this.lines + this.blankLines + 1;
  }

  private lineBreaksIn(field: string): number {
    return field.includes(this.lineBreak) ? field.split(this.lineBreak).length - 1 : 0;
  }

  private check(): void {
    if (this.error !== undefined) throw this.traceError(this.error);
  }

  private traceError(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error;
    const line = this.nextLine();
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      const where = `A quoted field in the row at line ${line} is still open where the table ends`;
      return new TraceError(`${where}; close its double quote.`, line);
    }
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      return new TraceError(`The row at line ${line} is longer than 64 MB; is a double quote not closed there?`, line);
    }
    // The parser's own message quotes the file.
    return new TraceError(`The table cannot be parsed at line ${line}; check its quotes.`, line);
  }
}
