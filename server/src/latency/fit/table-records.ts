import { CsvError, parse } from 'csv-parse/sync';
import { measurementError } from './measurements';

/** A table as text: names of its columns, and rows of as many cells. */
export interface TableRecords {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** Its line in the file, from 1. */
  readonly line: number;
  /** By column; empty where a row has none. */
  readonly cells: readonly string[];
}

/** Reads a table with a header line (CSV, or the same with semicolons or tabs) or JSON Lines. Throws MeasurementError. */
export function tableRecords(text: string): TableRecords {
  const start = text.trimStart();
  if (start === '') throw measurementError('The file is empty.');
  if (text.includes('\0')) throw measurementError('The file is not text.');
  if (start.startsWith('[')) {
    throw measurementError('The file is a JSON list; give a table with a header line, or one JSON object per line.');
  }
  // csv-parse counts a carriage return as a line of its own.
  const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  return start.startsWith('{') ? jsonLines(lines) : delimited(lines);
}

const delimiters = [',', ';', '\t'] as const;

function delimited(text: string): TableRecords {
  const headerLine = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const delimiter = delimiters.reduce((best, next) =>
    headerLine.split(next).length > headerLine.split(best).length ? next : best,
  );
  const rows: TableRow[] = [];
  try {
    parse(text, {
      delimiter,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own message quotes the file.
    const line = typeof error.lines === 'number' ? error.lines : undefined;
    throw measurementError('The table cannot be parsed here; check its quotes.', line);
  }
  const [header, ...records] = rows;
  if (header === undefined) throw measurementError('The file has only comments.');
  const width = header.cells.length;
  const odd = records.find(({ cells }) => cells.length !== width);
  if (odd) throw measurementError(`The row has ${odd.cells.length} fields where the header has ${width}.`, odd.line);
  return { header: header.cells, rows: records };
}

function jsonLines(text: string): TableRecords {
  const objects = text.split('\n').flatMap((source, index) => {
    const line = index + 1;
    return source.trim() === '' ? [] : [{ line, values: jsonObject(source, line) }];
  });
  const header = [...new Set(objects.flatMap(({ values }) => [...values.keys()]))];
  const rows = objects.map(({ line, values }) => ({ line, cells: header.map((name) => values.get(name) ?? '') }));
  return { header, rows };
}

function jsonObject(source: string, line: number): ReadonlyMap<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw measurementError('The line is not a JSON object; give one per line.', line);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw measurementError('The line is not a JSON object; give one per line.', line);
  }
  return new Map(Object.entries(value).map(([name, cell], index) => [name, jsonCell(cell, index + 1, line)]));
}

function jsonCell(cell: unknown, position: number, line: number): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'string') return String(cell);
  throw measurementError(`Value ${position} of the object is neither a number nor text.`, line);
}
