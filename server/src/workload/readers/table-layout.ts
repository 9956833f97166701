import { type ColumnMapping, TraceError } from '../trace-summary';
import { type FlatFormat, flatFormatOf, folded, listed, mappedFormat } from './flat-formats';

/** Where a table keeps what is needed. Positions count from 0; `width` is the number of columns. */
export interface TableLayout {
  readonly format: FlatFormat;
  readonly width: number;
  readonly prefill: number;
  readonly decode: number;
  readonly time: number | undefined;
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

/** The layout that a header row states. Throws TraceError for headers without the two lengths. */
export function tableLayout(header: readonly string[], columns: ColumnMapping | undefined, line: number): TableLayout {
  const names = withoutTrailingBlanks(header.map((name) => name.trim()));
  if (columns === undefined && names.every(isValue)) throw headerless(names, line);
  if (names.length < 2) {
    throw new TraceError(
      `The trace is neither JSON nor a table with several columns: its line ${line} is ${JSON.stringify(listed(names))}. Give one request per row or line.`,
      line,
    );
  }
  const format = columns === undefined ? flatFormatOf(names) : mappedFormat(columns, names);
  if (format === undefined) {
    throw new TraceError(
      `The columns of the trace are not known: ${listed(names)}. Say which hold the lengths with \`columns: { prefill: …, decode: … }\`.`,
      line,
    );
  }
  const prefill = required(names, format.prefill, line);
  const decode = required(names, format.decode, line);
  if (prefill === decode) {
    throw new TraceError(`columns names ${format.prefill} for both prefill and decode; name two columns.`, line);
  }
  const time = format.time === undefined ? -1 : position(names, format.time.name);
  return { format, width: names.length, prefill, decode, time: time < 0 ? undefined : time };
}

function required(names: readonly string[], wanted: string, line: number): number {
  const found = position(names, wanted);
  if (found < 0) {
    throw new TraceError(`The trace has no column ${wanted}; its columns are ${listed(names)}.`, line);
  }
  if (names.indexOf(names[found]!, found + 1) >= 0) {
    throw new TraceError(`The trace has two columns named ${names[found]}; rename one.`, line);
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
      : `The table has no header line (its first line is ${listed(names)}); add one that names the columns.`,
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
