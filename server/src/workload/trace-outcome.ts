import type { Work } from '../background/work';
import { type ReadRequestsOptions, readRequests } from './read-requests';
import type { KeepRequests, RequestList } from './request-list';
import type { TraceSource } from './trace-bytes';
import { type ColumnMapping, TraceError, type TraceSummary } from './trace-summary';

/** What became of one read. `list`: the requests kept. `transient`: the trace is not to blame, so trying again may help. */
export type ReadResult =
  | { readonly kind: 'ready'; readonly summary: TraceSummary; readonly list: RequestList }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly line?: number | undefined;
      /** The message with the names of columns, for a file whose names may be shown. */
      readonly withNames?: string | undefined;
      readonly transient?: boolean;
    };

/** Which trace to read, and what of it. */
export interface TraceJob {
  readonly source: TraceSource;
  readonly columns: ColumnMapping | undefined;
  readonly keep: KeepRequests;
}

/** Reading traces as work for a thread; the lists of requests, which may be long, are moved. */
export const traceWork: Work<TraceJob, ReadResult> = {
  name: 'traces',
  run: ({ source, columns, keep }, watch) => readOutcome(source, { columns, keep, ...watch }),
  moved: (result) => (result.kind === 'ready' ? buffersOf(result.list) : []),
};

/** Reads a trace, with errors as a plain result. Rejects only when aborted, with the signal's reason. */
export async function readOutcome(source: TraceSource, options: ReadRequestsOptions): Promise<ReadResult> {
  try {
    return { kind: 'ready', ...(await readRequests(source, options)) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof TraceError) {
      const { message, line, withNames } = error;
      return { kind: 'failed', message, line, withNames };
    }
    const message = `The trace could not be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { kind: 'failed', message, transient: true };
  }
}

function buffersOf({ prefill, decode, arrivalSeconds }: RequestList): readonly ArrayBuffer[] {
  const arrays = arrivalSeconds === undefined ? [prefill, decode] : [prefill, decode, arrivalSeconds];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
