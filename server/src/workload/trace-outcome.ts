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

/** What the loader tells the worker. */
export type WorkerRequest =
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly source: TraceSource;
      readonly columns: ColumnMapping | undefined;
      readonly keep: KeepRequests;
    }
  | { readonly kind: 'cancel'; readonly id: number };

/** What the worker tells the loader. A cancelled read is not answered. */
export type WorkerReply =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: ReadResult };

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
