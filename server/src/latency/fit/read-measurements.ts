import { quote } from '../../text/format';
import { type ColumnLayout, type ColumnRole, columnLayout } from './measurement-columns';
import {
  MeasurementError,
  type MeasurementProblem,
  type Measurements,
  measurementError,
  type RowRemark,
  type Stage,
  type StageTiming,
  type SweepRow,
} from './measurements';
import { type TableRow, tableRecords } from './table-records';

/** How far step time and throughput of one row may be apart: rounding, not another measurement. */
const agreement = 0.01;

/** Loads and times outside of this are slips, of whatever unit. */
const least = 1e-9;
const most = 1e12;

/** Problems that are named; more of them say no more. */
const mostProblems = 10;

/** The measurements of a file: stage timings, or a sweep of whole steps. Throws MeasurementError. docs/fitting.md. */
export function readMeasurements(text: string): Measurements {
  const { header, rows } = tableRecords(text);
  const layout = columnLayout(header, rows[0]?.cells ?? []);
  if (rows.length === 0) throw measurementError('The table has a header and no rows below it.');
  const cells = new CellReader(layout, header);
  if (layout.kind === 'stages') {
    const read = rows.map((row) => cells.row(row, stageTiming));
    cells.check(rows.length);
    return { kind: 'stages', rows: present(read), ignoredColumns: layout.ignored };
  }
  const contradictory: RowRemark[] = [];
  const read = rows.map((row) => cells.row(row, (of) => sweepRow(of, layout, contradictory)));
  cells.check(rows.length);
  const left = new Set(contradictory.map(({ line }) => line));
  const agreeing = present(read).filter(({ line }) => !left.has(line));
  return { kind: 'sweep', rows: agreeing, contradictory, ignoredColumns: layout.ignored };
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}

/** The cells of one row by what they hold; a problem ends the reading of the row. */
interface RowCells {
  readonly line: number;
  readonly text: (role: ColumnRole) => string;
  /** Above 0; undefined where the cell is empty or there is no such column. */
  readonly optional: (role: ColumnRole) => number | undefined;
  readonly required: (role: ColumnRole) => number;
  readonly whole: (role: ColumnRole) => number;
  readonly milliseconds: () => number | undefined;
}

/** Reads rows and keeps their problems, so that one run names them all. */
class CellReader {
  private readonly layout: ColumnLayout;
  private readonly header: readonly string[];
  private readonly problems: MeasurementProblem[] = [];

  constructor(layout: ColumnLayout, header: readonly string[]) {
    this.layout = layout;
    this.header = header;
  }

  /** What `read` makes of a row; undefined where it has a problem. */
  row<T>(row: TableRow, read: (cells: RowCells) => T): T | undefined {
    try {
      return read(this.cellsOf(row));
    } catch (error) {
      if (!(error instanceof MeasurementError)) throw error;
      this.problems.push(...error.problems);
      return undefined;
    }
  }

  /** Throws where a row had a problem. */
  check(rows: number): void {
    const problems = this.problems;
    if (problems.length === 0) return;
    const more = problems.length - mostProblems;
    const rest = more > 0 ? [{ message: `${more} more of ${rows} rows cannot be used.`, line: undefined }] : [];
    throw new MeasurementError([...problems.slice(0, mostProblems), ...rest]);
  }

  private cellsOf({ line, cells }: TableRow): RowCells {
    const { positions, millisecondsPerUnit } = this.layout;
    const text = (role: ColumnRole): string => cells[positions.get(role) ?? -1] ?? '';
    const nameOf = (role: ColumnRole): string => quote(this.header[positions.get(role) ?? -1] ?? role);
    const optional = (role: ColumnRole): number | undefined => {
      const cell = text(role);
      if (cell === '') return undefined;
      const value = Number(cell);
      if (value >= least && value <= most) return value;
      if (value > 0) throw measurementError(`${nameOf(role)} is ${quote(cell)}, out of all proportion.`, line);
      throw measurementError(`${nameOf(role)} is ${quote(cell)}, not a number above 0.`, line);
    };
    const required = (role: ColumnRole): number => {
      const value = optional(role);
      if (value === undefined) throw measurementError(`${nameOf(role)} is empty.`, line);
      return value;
    };
    const whole = (role: ColumnRole): number => {
      const value = required(role);
      if (Number.isInteger(value)) return value;
      throw measurementError(`${nameOf(role)} is ${quote(text(role))}, not a whole number.`, line);
    };
    const milliseconds = (): number | undefined => {
      const value = optional('time');
      return value === undefined ? undefined : value * millisecondsPerUnit!;
    };
    return { line, text, optional, required, whole, milliseconds };
  }
}

const stageNames: readonly [Stage, RegExp][] = [
  ['attention', /^(?:attention|attn|a)$/],
  ['ffn', /^(?:ffn|f|moe|mlp|experts?|feed[-_ ]?forward)$/],
  ['communication', /^(?:communication|comm|c|transfer|network|round[-_ ]?trip)$/],
];

function stageTiming({ line, text, optional, milliseconds }: RowCells): StageTiming {
  const written = text('stage');
  const stage = stageNames.find(([, pattern]) => pattern.test(written.toLowerCase()))?.[0];
  if (stage === undefined) {
    const message = `${quote(written)} is no stage; write attention, ffn or communication (both ways together).`;
    throw measurementError(message, line);
  }
  const time = milliseconds();
  if (time === undefined) throw measurementError('The row has no time.', line);
  const [tokens, requests] = [optional('tokens'), optional('requests')];
  if (stage === 'attention' && tokens === undefined) {
    throw measurementError('An attention row needs the KV tokens that the worker reads.', line);
  }
  if (stage !== 'attention' && requests === undefined) {
    throw measurementError(`A row of stage ${stage} needs its requests.`, line);
  }
  return { line, stage, tokens: stage === 'attention' ? tokens : undefined, requests, milliseconds: time };
}

function sweepRow(
  { line, required, whole, optional, milliseconds }: RowCells,
  { requestsOfOneMicrobatch }: ColumnLayout,
  contradictory: RowRemark[],
): SweepRow {
  const context = required('context');
  const pools = { attention: whole('attentionWorkers'), ffn: whole('ffnWorkers') };
  const microbatches = whole('microbatches');
  if (microbatches === 1) {
    const message =
      'With 1 microbatch a step is the sum of its stages, which it cannot tell apart; measure with 2 or more, or time each stage.';
    throw measurementError(message, line);
  }
  const stated = required('requests');
  const requests = requestsOfOneMicrobatch ? stated * microbatches : stated;
  const [step, throughput] = [milliseconds(), optional('throughput')];
  const tokensPerStep = (requests * pools.attention) / (pools.attention + pools.ffn);
  const fromThroughput = throughput === undefined ? undefined : (1000 * tokensPerStep) / throughput;
  const best = step ?? fromThroughput;
  if (best === undefined) throw measurementError('The row has neither a step time nor a throughput.', line);
  if (fromThroughput !== undefined && Math.abs(fromThroughput / best - 1) > agreement) {
    const implied = `throughput of ${throughput} tokens/s per worker means a step of ${fromThroughput.toPrecision(4)} ms`;
    contradictory.push({ line, message: `${implied}, not ${best.toPrecision(4)} ms` });
  }
  return { line, context, pools, batchSize: requests / microbatches, cycle: best / microbatches };
}
