import type { TraceCollector } from '../trace-collector';
import { MAX_LINE_BYTES } from '../trace-head';
import { type ColumnMapping, TraceError, type TraceSummary } from '../trace-summary';
import { JsonRequests } from './json-requests';
import { parseJsonLine } from './json-text';

const LINE_FEED = 0x0a;

/** Reads one JSON object per line in constant memory. Lines that do not parse are counted as malformed. */
export async function readJsonLines(
  bytes: AsyncIterable<Buffer>,
  columns: ColumnMapping | undefined,
  collector: TraceCollector,
  signal: AbortSignal | undefined,
): Promise<TraceSummary> {
  const requests = new JsonRequests(columns, collector);
  let unfinished: Buffer[] = [];
  let unfinishedLength = 0;
  let lines = 0;

  function takeLine(end: Buffer): void {
    lines += 1;
    const line = lines;
    const whole = unfinished.length === 0 ? end : Buffer.concat([...unfinished, end]);
    unfinished = [];
    unfinishedLength = 0;
    const text = whole
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim();
    if (text === '') return;
    const parsed = parseJsonLine(text);
    if (parsed === undefined) requests.collector.malformed(line, 'the line is not valid JSON');
    else requests.push(parsed.value, () => line);
  }

  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      takeLine(chunk.subarray(start, end));
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    if (rest.length > 0) unfinished.push(rest);
    unfinishedLength += rest.length;
    if (unfinishedLength > MAX_LINE_BYTES) {
      throw new TraceError(`Line ${lines + 1} is longer than 64 MB; give one request per line.`, lines + 1);
    }
  }
  if (unfinishedLength > 0) takeLine(Buffer.alloc(0));
  return requests.summary();
}
