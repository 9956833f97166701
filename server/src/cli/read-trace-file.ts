import { plainLine, plainWord } from '../text/format';
import type { TraceLoader } from '../workload/trace-loader';
import type { ColumnMapping, TraceSummary } from '../workload/trace-summary';
import type { Output } from './command-context';
import { withProgressBar } from './progress-bar';

/** What the engine's messages ask for is a key of the manifest; here it is an option. */
const mappingKey = '`columns: { prefill: …, decode: … }`';
const mappingOption = '`--columns prefill=…,decode=…`';

/** A trace that was read, or the exit status where there is none: 2 with a line that says why, 130 when interrupted. */
export type TraceReading = { readonly summary: TraceSummary } | { readonly status: 2 | 130 };

/** Reads a request trace, with a progress bar on a terminal. */
export async function readTraceFile(
  loader: TraceLoader,
  file: string,
  columns: ColumnMapping | undefined,
  error: Output['error'],
  signal: AbortSignal,
): Promise<TraceReading> {
  try {
    const outcome = await withProgressBar(`reading ${plainWord(file)}`, (onProgress) =>
      loader.load({ path: file }, columns, { signal, onProgress }),
    );
    if (outcome.kind === 'ready') return { summary: outcome.summary };
    const failed = outcome.kind === 'failed' ? outcome : { message: 'no such file', line: undefined };
    const place = failed.line === undefined ? file : `${file}:${failed.line}`;
    error(plainLine(`${place}: ${failed.message.replace(mappingKey, mappingOption)}`));
    return { status: 2 };
  } catch (reason) {
    if (signal.aborted) return { status: 130 };
    throw reason;
  }
}
