import { type ReadTraceOptions, readTrace } from './read-trace';
import { type KeepRequests, RequestKeeper, type RequestList } from './request-list';
import type { TraceSource } from './trace-bytes';
import type { TraceSummary } from './trace-summary';

export interface ReadRequestsOptions extends ReadTraceOptions {
  readonly keep: KeepRequests;
}

/**
 * Reads a request trace as `readTrace` does and keeps requests of it: those that count in the summary's moments. The
 * whole trace is read, whatever is kept. Rejects as `readTrace` does.
 */
export async function readRequests(
  source: TraceSource,
  { keep, ...options }: ReadRequestsOptions,
): Promise<{ readonly summary: TraceSummary; readonly list: RequestList }> {
  const keeper = new RequestKeeper(keep);
  const summary = await readTrace(source, options, keeper);
  return { summary, list: keeper.list() };
}
