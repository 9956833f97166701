import { ArrivalClock } from '../arrival-time';
import type { Line, TraceCollector } from '../trace-collector';
import { type ColumnMapping, TraceError, type TraceSummary } from '../trace-summary';
import { ConversationRoots } from './conversation-roots';
import { type TableLayout, type TableStart, tableLayout } from './table-layout';

/** The fields of a record that matter. */
export interface RowFields {
  readonly prefill: string;
  readonly decode: string;
  readonly time: string | undefined;
  readonly conversation: string | undefined;
  readonly follows: string | undefined;
}

/** Turns the records of a table, header first, into requests. */
export class TableRows {
  private readonly start: TableStart;
  private readonly columns: ColumnMapping | undefined;
  private readonly collector: TraceCollector;
  private columnLayout: TableLayout | undefined;
  private clock = new ArrivalClock('s');
  private readonly conversations = new ConversationRoots();
  private headerLine = 1;

  constructor(start: TableStart, columns: ColumnMapping | undefined, collector: TraceCollector) {
    this.start = start;
    this.columns = columns;
    this.collector = collector;
  }

  /** Where the columns are; undefined before the header. */
  get layout(): TableLayout | undefined {
    return this.columnLayout;
  }

  /** Throws TraceError when the header does not name the two lengths. */
  header(fields: readonly string[], line: number): TableLayout {
    this.columnLayout = tableLayout(fields, this.columns, line, this.start);
    this.clock = new ArrivalClock(this.columnLayout.format.time?.unit ?? 's');
    this.headerLine = line;
    return this.columnLayout;
  }

  /** A record of any number of fields. */
  record(fields: readonly string[], line: Line): void {
    const layout = this.columnLayout!;
    const extra = fields.length > layout.width ? fields.slice(layout.width) : [];
    if (fields.length < layout.width || extra.some((field) => field.trim() !== '')) {
      if (fields.length === 1 && fields[0]!.trim() === '') return;
      const counts = `the row has ${fields.length} fields where the header has ${layout.width}`;
      this.collector.malformed(line, counts);
    } else {
      const { prefill, decode, time, conversation, follows } = layout;
      const field = (place: number | undefined): string | undefined =>
        place === undefined ? undefined : fields[place];
      this.lengths(
        {
          prefill: fields[prefill]!,
          decode: fields[decode]!,
          time: field(time),
          conversation: field(conversation),
          follows: field(follows),
        },
        line,
      );
    }
  }

  /** The fields of a record that is known to be as wide as the header. */
  lengths({ prefill, decode, time, conversation, follows }: RowFields, line: Line): void {
    const { format } = this.columnLayout!;
    const stated = {
      prefill,
      decode,
      prefillName: format.prefill,
      decodeName: format.decode,
      isMapped: format.isMapped,
      seconds: this.clock.seconds(time),
      conversation: this.conversations.rootOf(conversation, follows),
    };
    if (this.clock.hasMixedZones) this.collector.mixedZones();
    this.collector.request(line, stated, format.zeroDecodeFails);
  }

  summary(): TraceSummary {
    if (this.columnLayout === undefined) throw new TraceError('The trace is empty: the file has only blank lines.');
    return this.collector.summary(this.columnLayout.format.name, ({ first }) =>
      first === undefined ? `The trace has a header in line ${this.headerLine} but no rows below it.` : undefined,
    );
  }
}
