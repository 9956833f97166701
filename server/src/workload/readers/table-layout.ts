import { type ColumnMapping, TraceError } from '../trace-summary';
import { conversationNames, type FlatFormat, firstNames, flatFormatOf, folded, mappedFormat } from './flat-formats';
import { hasColumnNames, hiddenNames, seemsToBe } from './unknown-text';

/** Where a table keeps what is needed. Positions count from 0; `width` is the number of columns. */
export interface TableLayout {
  readonly format: FlatFormat;
  readonly width: number;
  readonly prefill: number;
  readonly decode: number;
  readonly time: number | undefined;
  readonly conversation: number | undefined;
  readonly follows: number | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that makes sense of a header line: one that yields a known header, or else the most frequent. */
export function delimiterOf(headerLine: string, columns: ColumnMapping | undefined): string {
  const split = DELIMITERS.map((delimiter) => ({ delimiter, names: headerLine.split(delimiter).map(unquoted) }));
  const fits = split.find(({ names }) =>
    columns === undefined
      ? flatFormatOf(names) !== undefined
      : position(names, columns.prefill) >= 0 && position(names, columns.decode) >= 0,
  );
  if (fits !== undefined) return fits.delimiter;
  return split.reduce((best, next) => (next.names.length > best.names.length ? next : best)).delimiter;
}

/** How a table starts, and what separates its fields. */
export interface TableStart {
  readonly head: Buffer;
  readonly delimiter: string;
}

/** The layout that a header row states. Throws TraceError for headers without the two lengths. */
export function tableLayout(
  header: readonly string[],
  columns: ColumnMapping | undefined,
  line: number,
  start: TableStart,
): TableLayout {
  const names = withoutTrailingBlanks(header.map((name) => name.trim()));
  if (columns === undefined && names.every(isValue)) throw headerless(names, line);
  if (names.length < 2) {
    throw new TraceError(
      `The trace is neither JSON nor a table with several columns: it is ${seemsToBe(start.head)}. Give one request per row or line.`,
      line,
    );
  }
  const format = columns === undefined ? flatFormatOf(names) : mappedFormat(columns, names);
  if (format === undefined) throw unknownColumns(names, line, start);
  const prefill = required(names, format.prefill, line, start);
  const decode = required(names, format.decode, line, start);
  if (prefill === decode) {
    throw new TraceError(`columns names ${format.prefill} for both prefill and decode; name two columns.`, line);
  }
  const place = (name: string | undefined): number | undefined => {
    const found = name === undefined ? -1 : position(names, name);
    return found < 0 ? undefined : found;
  };
  const conversation = [format.conversation, ...conversationNames].map(place).find((found) => found !== undefined);
  return {
    format,
    width: names.length,
    prefill,
    decode,
    time: place(format.time?.name),
    conversation,
    follows: place(format.follows),
  };
}

function unknownColumns(names: readonly string[], line: number, { head, delimiter }: TableStart): TraceError {
  const advice = 'Say which hold the lengths with `columns: { prefill: …, decode: … }`.';
  if (hasColumnNames(head, delimiter)) {
    return new TraceError(
      `The columns of the trace are not known: it has ${names.length}, ${hiddenNames}. ${advice}`,
      line,
      `The columns of the trace are not known: ${firstNames(names)}. ${advice}`,
    );
  }
  return new TraceError(
    `The trace is no table of requests: it is ${seemsToBe(head)} with ${names.length} fields in line ${line}, but without a header above rows with two lengths. Give one request per row, below the names of its columns.`,
    line,
  );
}

function required(names: readonly string[], wanted: string, line: number, { head, delimiter }: TableStart): number {
  const found = position(names, wanted);
  if (found < 0) {
    const lacks = `The trace has no column ${wanted}`;
    const withNames = `${lacks}; its columns are ${firstNames(names)}.`;
    throw new TraceError(
      `${lacks} among its ${names.length}.`,
      line,
      hasColumnNames(head, delimiter) ? withNames : undefined,
    );
  }
  if (names.indexOf(names[found]!, found + 1) >= 0) {
    throw new TraceError(`The trace has two columns named ${wanted}; rename one.`, line);
  }
  return found;
}

/** Exact first, then without regard to case. */
function position(names: readonly string[], wanted: string): number {
  const exact = names.indexOf(wanted);
  return exact >= 0 ? exact : names.findIndex((name) => folded(name) === folded(wanted));
}

function headerless(names: readonly string[], line: number): TraceError {
  const isServeGen = names.length === 6 && /^(?:gamma|weibull|exponential|)$/i.test(names[3]!);
  return new TraceError(
    isServeGen
      ? 'The trace is a ServeGen arrival-rate file, which holds no request lengths; give a table with one request per row.'
      : `The table has no header line (its first line holds ${names.length === 1 ? 'a value' : `${names.length} values`}); add one that names the columns.`,
    line,
  );
}

function isValue(name: string): boolean {
  return name === '' || Number.isFinite(Number(name)) || /^(?:gamma|weibull|exponential)$/i.test(name);
}

function withoutTrailingBlanks(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function unquoted(name: string): string {
  return name.trim().replace(/^"(.*)"$/, '$1');
}
