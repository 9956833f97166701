import { plainLine, plainWord } from '../text/format';
import type { KeepRequests, RequestList } from '../workload/request-list';
import type { NoTrace, TraceLoader } from '../workload/trace-loader';
import type { ColumnMapping, TraceSummary } from '../workload/trace-summary';
import type { Output } from './command-context';
import { withProgressBar } from './progress-bar';

/** What the engine's messages ask for is a key of the manifest; here it is an option. */
const mappingKey = '`columns: { prefill: …, decode: … }`';
const mappingOption = '`--columns prefill=…,decode=…`';

/** Why there is none: 2 where a line has said why, 130 when interrupted. */
type NoReading = { readonly status: 2 | 130 };

/** A trace that was read, or the exit status where there is none. */
export type TraceReading = { readonly summary: TraceSummary } | NoReading;

/** A trace that was read, with the requests that were kept. */
export type RequestsReading = { readonly summary: TraceSummary; readonly list: RequestList } | NoReading;

/** Reads a request trace, with a progress bar on a terminal. */
export async function readTraceFile(
  loader: TraceLoader,
  file: string,
  columns: ColumnMapping | undefined,
  error: Output['error'],
  signal: AbortSignal,
): Promise<TraceReading> {
  return reading(file, error, signal, (onProgress) => loader.load({ path: file }, columns, { signal, onProgress }));
}

/** Reads a request trace as `readTraceFile` does, and keeps requests of it. */
export async function readTraceRequests(
  loader: TraceLoader,
  file: string,
  { columns, keep }: { readonly columns: ColumnMapping | undefined; readonly keep: KeepRequests },
  error: Output['error'],
  signal: AbortSignal,
): Promise<RequestsReading> {
  return reading(file, error, signal, (onProgress) =>
    loader.requests({ path: file }, columns, keep, { signal, onProgress }),
  );
}

/** Why the file of an argument is no trace, with the names of its columns: whoever names a file may see them. */
function sayFailure(file: string, outcome: NoTrace): string {
  if (outcome.kind === 'missing') return `${file}: no such file`;
  const { message, line, withNames = message } = outcome;
  return `${line === undefined ? file : `${file}:${line}`}: ${withNames}`;
}

async function reading<Ready extends { readonly kind: 'ready' }>(
  file: string,
  error: Output['error'],
  signal: AbortSignal,
  load: (onProgress: (share: number) => void) => Promise<Ready | NoTrace>,
): Promise<Ready | NoReading> {
  try {
    const outcome = await withProgressBar(`reading ${plainWord(file)}`, load);
    if (outcome.kind === 'ready') return outcome;
    error(plainLine(sayFailure(file, outcome).replace(mappingKey, mappingOption)));
    return { status: 2 };
  } catch (reason) {
    if (signal.aborted) return { status: 130 };
    throw reason;
  }
}
