import type { TraceCollector } from '../trace-collector';
import { type ColumnMapping, TraceError, type TraceSummary } from '../trace-summary';
import { JsonRequests } from './json-requests';
import { lineOfPath, parseJsonText } from './json-text';

/** The largest JSON document read: it has to be held in memory whole. */
const MAX_DOCUMENT_BYTES = 512_000_000;

/** Reads a JSON text that is not one object per line: a document, several after each other, or an array of requests. */
export async function readJsonDocument(
  bytes: AsyncIterable<Buffer>,
  columns: ColumnMapping | undefined,
  collector: TraceCollector,
  signal: AbortSignal | undefined,
): Promise<TraceSummary> {
  const text = await wholeText(bytes, signal);
  const requests = new JsonRequests(columns, collector);
  for (const { value, start } of parseJsonText(text)) {
    signal?.throwIfAborted();
    if (!Array.isArray(value)) {
      requests.push(value, (path) => lineOfPath(text, start, path));
      continue;
    }
    value.forEach((element: unknown, index) => {
      requests.push(element, (path) => lineOfPath(text, start, [index, ...path]));
    });
  }
  return requests.summary();
}

async function wholeText(bytes: AsyncIterable<Buffer>, signal: AbortSignal | undefined): Promise<string> {
  const decoder = new TextDecoder('utf-8');
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) {
      throw new TraceError(
        'The JSON document is larger than 512 MB, which is too much to hold in memory; convert it to JSON Lines, which is read line by line.',
      );
    }
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}
