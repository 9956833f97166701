import { readDelimitedTable } from './readers/delimited-table';
import { readJsonDocument } from './readers/json-document';
import { isObject } from './readers/json-format';
import { readJsonLines } from './readers/json-lines';
import { jsonFormatOf } from './readers/json-requests';
import { parseJsonLine } from './readers/json-text';
import type { RequestKeeper } from './request-list';
import { type TraceSource, traceBytes } from './trace-bytes';
import { TraceCollector } from './trace-collector';
import { checkReadable, LookAhead, MAX_LINE_BYTES } from './trace-head';
import type { ColumnMapping, TraceSummary } from './trace-summary';

export interface ReadTraceOptions {
  /** Names of the two lengths, for tables and objects whose names are not known. */
  readonly columns?: ColumnMapping | undefined;
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Share of the file read so far, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Reads a request trace, telling its format by its content; .gz is read directly. Tables and JSON Lines take constant
 * memory, but for what `keeper` keeps of the requests. Rejects with TraceError for what cannot be used.
 */
export async function readTrace(
  source: TraceSource,
  options: ReadTraceOptions = {},
  keeper?: RequestKeeper,
): Promise<TraceSummary> {
  const { columns, signal } = options;
  const collector = new TraceCollector(keeper);
  const bytes = new LookAhead(traceBytes(source, options));
  try {
    const head = await bytes.head();
    checkReadable(head);
    const start = firstVisible(head);
    if (head[start] === 0x5b) return await readJsonDocument(bytes, columns, collector, signal);
    if (head[start] !== 0x7b) return await readDelimitedTable(bytes, head, columns, collector, signal);
    const isLines = await isJsonLines(bytes, start, columns);
    return isLines
      ? await readJsonLines(bytes, columns, collector, signal)
      : await readJsonDocument(bytes, columns, collector, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await bytes.close();
  }
}

/**
 * True when the first line is an object by itself, or when it is broken but the second is a request of a known format.
 * A line too long for JSON Lines can still be a document, and so can a whole run in one line, which others may follow.
 */
async function isJsonLines(bytes: LookAhead, start: number, columns: ColumnMapping | undefined): Promise<boolean> {
  const first = lineFrom(await bytes.line(start), start);
  if (first.length > MAX_LINE_BYTES) return false;
  const run = parseJsonLine(first.toString('utf8'));
  if (run !== undefined) return !(isObject(run.value) && jsonFormatOf(run.value, columns)?.isRun);
  const next = start + first.length + 1;
  const second = lineFrom(await bytes.line(next), next);
  const parsed = parseJsonLine(second.toString('utf8'));
  return parsed !== undefined && isObject(parsed.value) && jsonFormatOf(parsed.value, columns) !== undefined;
}

function lineFrom(bytes: Buffer, start: number): Buffer {
  const end = bytes.indexOf(0x0a, start);
  return bytes.subarray(start, end < 0 ? undefined : end);
}

/** The offset of the first byte that is neither blank nor part of a byte order mark. */
function firstVisible(head: Buffer): number {
  let index = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (index < head.length && head[index]! <= 0x20) index += 1;
  return index;
}
