import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isOrdinary } from './ordinary-file';
import { TraceError } from './trace-summary';

/** A trace on disk, or text held in memory such as an unsaved editor; `name` is only a label. */
export type TraceSource = { readonly path: string } | { readonly name: string; readonly text: string };

export interface ByteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Share of the stored bytes read so far, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Small enough that parsing one chunk leaves an abort waiting for milliseconds only. */
const CHUNK_BYTES = 256 * 1024;

/** The trace's bytes, decompressed where they start like gzip. Throws TraceError, or the signal's reason. */
export async function* traceBytes(source: TraceSource, options: ByteOptions): AsyncGenerator<Buffer> {
  const stored = storedBytes(source, options);
  const first = await firstBytes(stored);
  const all = prepend(first, stored);
  if (!(first[0] === 0x1f && first[1] === 0x8b)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(all), gunzip, () => {});
  try {
    for await (const chunk of gunzip) {
      options.signal?.throwIfAborted();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw gunzipError(error);
  }
}

/** At least two bytes where there are as many, so that the gzip mark is seen whole. */
async function firstBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* storedBytes(source: TraceSource, options: ByteOptions): AsyncGenerator<Buffer> {
  options.signal?.throwIfAborted();
  const { chunks, total } = 'path' in source ? await openFile(source.path, options.signal) : ofText(source.text);
  let read = 0;
  for await (const chunk of chunks) {
    options.signal?.throwIfAborted();
    read += chunk.length;
    options.onProgress?.(Math.min(1, read / total));
    yield chunk;
  }
}

function ofText(text: string): { chunks: AsyncIterable<Buffer>; total: number } {
  const bytes = Buffer.from(text, 'utf8');
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      yield bytes.subarray(start, start + CHUNK_BYTES);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { chunks: chunks(), total: bytes.length };
}

async function openFile(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ chunks: AsyncIterable<Buffer>; total: number }> {
  const stats = await stat(path).catch((error: unknown) => {
    throw fileError(error);
  });
  if (stats.isDirectory()) throw new TraceError('The trace is a directory; name one file in it.');
  if (!(await isOrdinary(path)))
    throw new TraceError('The trace is not an ordinary file; save it to one and name that.');
  return { chunks: fileChunks(path, signal), total: stats.size };
}

async function* fileChunks(path: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const abort = (): void => void stream.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    throw fileError(error);
  } finally {
    signal?.removeEventListener('abort', abort);
    stream.destroy();
  }
}

/** True for the system error of a path that leads nowhere. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A TraceError for a system error; other errors as they are. */
export function fileError(error: unknown): unknown {
  if (isMissing(error)) return new TraceError('The trace file does not exist; check the path.');
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return new TraceError('The trace cannot be read: permission denied. Change the permissions of the file.');
    case 'EISDIR':
      return new TraceError('The trace is a directory; name one file in it.');
    case undefined:
      return error;
    default:
      return new TraceError(
        `The trace cannot be read (${errorCode(error)}); check the file and its disk, then try again.`,
      );
  }
}

function gunzipError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') {
    return new TraceError('The gzip file ends too early: it was cut off. Copy or download it again.');
  }
  if (code?.startsWith('Z_')) {
    return new TraceError('The file starts like gzip but its contents are damaged. Copy or download it again.');
  }
  return error;
}

/** The `code` of a system error, or undefined. */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
