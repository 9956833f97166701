import { stat } from 'node:fs/promises';
import { reasonOf } from '../background/work';
import { WorkerThread } from '../background/worker-thread';
import type { ReadRequestsOptions } from './read-requests';
import type { KeepRequests, RequestList } from './request-list';
import { type LoadOptions, SharedReads } from './shared-reads';
import { fileError, isMissing, type TraceSource } from './trace-bytes';
import { type ReadResult, type TraceJob, traceWork } from './trace-outcome';
import { type ColumnMapping, TraceError, type TraceSummary } from './trace-summary';

const MAX_CACHED = 64;
const KEEP_NONE: KeepRequests = { kind: 'first', limit: 0 };

/** A file, or text that is open in an editor; `version` changes whenever the text does. */
export type TraceRequest =
  | { readonly path: string }
  | { readonly name: string; readonly text: string; readonly version: number | string };

/** Why a trace could not be had. */
export type NoTrace =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly line?: number | undefined;
      /** The message with the names of columns, for a file whose names may be shown. */
      readonly withNames?: string | undefined;
    };

export type TraceOutcome =
  | {
      readonly kind: 'ready';
      readonly summary: TraceSummary;
      /** When the file was last modified, in milliseconds since 1970; undefined for text. */
      readonly modifiedMs: number | undefined;
      readonly bytes: number;
    }
  | NoTrace;

export type RequestsOutcome =
  | { readonly kind: 'ready'; readonly summary: TraceSummary; readonly list: RequestList }
  | NoTrace;

export interface TraceLoaderOptions {
  /** The bundled worker; without it traces are read in this thread. */
  readonly workerPath?: string | undefined;
  readonly maxCached?: number;
  /** The worker is stopped after so long without work. */
  readonly idleMs?: number | undefined;
}

/** What a trace is known by: `key` changes whenever the content may have. */
interface Identity {
  readonly key: string;
  readonly modifiedMs: number | undefined;
  readonly bytes: number;
}

/** Loads traces once: results are kept until the file changes, and simultaneous requests share one read. */
export class TraceLoader {
  private readonly thread: WorkerThread<TraceJob, ReadResult>;
  private readonly maxCached: number;
  private readonly cache = new Map<string, TraceOutcome>();
  private readonly reads = new SharedReads<TraceOutcome>();
  private readonly listReads = new SharedReads<RequestsOutcome>();
  /** One only, because lists are large. */
  private lastList: { readonly key: string; readonly outcome: RequestsOutcome } | undefined;
  private isDisposed = false;

  constructor({ workerPath, maxCached = MAX_CACHED, idleMs }: TraceLoaderOptions = {}) {
    this.thread = new WorkerThread(traceWork, { workerPath, order: 'together', idleMs, stopped });
    this.maxCached = maxCached;
  }

  /** Rejects only with the signal's reason, or after `dispose`; a read stops when all who wait for it have aborted. */
  async load(
    request: TraceRequest,
    columns: ColumnMapping | undefined,
    options: LoadOptions = {},
  ): Promise<TraceOutcome> {
    const identity = await this.identity(request, columns, options.signal);
    if ('kind' in identity) return identity;
    const { key, modifiedMs, bytes } = identity;
    const cached = this.cached(key);
    if (cached !== undefined) return cached;
    return this.reads.join(key, options, async (shared) => {
      const result = await this.read(request, { columns, keep: KEEP_NONE, ...shared });
      const outcome: TraceOutcome =
        result.kind === 'ready' ? { kind: 'ready', summary: result.summary, modifiedMs, bytes } : failureOf(result);
      if (isLasting(result)) this.keep(key, outcome);
      return outcome;
    });
  }

  /**
   * The requests that `keep` says, with the summary of the whole trace; shared and rejected as those of `load`. Who gets
   * the list must not change it: the latest one is kept for the next who asks.
   */
  async requests(
    request: TraceRequest,
    columns: ColumnMapping | undefined,
    keep: KeepRequests,
    options: LoadOptions = {},
  ): Promise<RequestsOutcome> {
    const identity = await this.identity(request, columns, options.signal);
    if ('kind' in identity) return identity;
    const seed = keep.kind === 'sample' ? keep.seed : undefined;
    const key = JSON.stringify([identity.key, keep.kind, keep.limit, seed]);
    if (this.lastList?.key === key) return this.lastList.outcome;
    return this.listReads.join(key, options, async (shared) => {
      const result = await this.read(request, { columns, keep, ...shared });
      const outcome: RequestsOutcome =
        result.kind === 'ready' ? { kind: 'ready', summary: result.summary, list: result.list } : failureOf(result);
      if (isLasting(result) && !this.isDisposed) this.lastList = { key, outcome };
      return outcome;
    });
  }

  /** Stops the worker and rejects the loads still running. */
  dispose(): void {
    this.isDisposed = true;
    const reason = disposed();
    this.reads.abort(reason);
    this.listReads.abort(reason);
    this.cache.clear();
    this.lastList = undefined;
    void this.thread.dispose();
  }

  private async identity(
    request: TraceRequest,
    columns: ColumnMapping | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Identity | NoTrace> {
    signal?.throwIfAborted();
    const identity = await identify(request, columns);
    signal?.throwIfAborted();
    if (this.isDisposed) throw disposed();
    return identity;
  }

  private async read(request: TraceRequest, { columns, keep, ...watch }: ReadRequestsOptions): Promise<ReadResult> {
    const source: TraceSource = 'path' in request ? request : { name: request.name, text: request.text };
    try {
      return await this.thread.run({ source, columns, keep }, watch);
    } catch (error) {
      watch.signal?.throwIfAborted();
      return { kind: 'failed', message: reasonOf(error), transient: true };
    }
  }

  private cached(key: string): TraceOutcome | undefined {
    const outcome = this.cache.get(key);
    if (outcome !== undefined) this.keep(key, outcome);
    return outcome;
  }

  /** Keeps the most recently used. */
  private keep(key: string, outcome: TraceOutcome): void {
    if (this.isDisposed) return;
    this.cache.delete(key);
    this.cache.set(key, outcome);
    const oldest = this.cache.keys().next();
    if (this.cache.size > this.maxCached && !oldest.done) this.cache.delete(oldest.value);
  }
}

function failureOf({ message, line, withNames }: Extract<ReadResult, { kind: 'failed' }>): NoTrace {
  return { kind: 'failed', message, line, withNames };
}

/** True where reading again would give the same. */
function isLasting(result: ReadResult): boolean {
  return result.kind === 'ready' || !result.transient;
}

function stopped(cause: Error | undefined): Error {
  const why = cause ? ` (${reasonOf(cause)})` : '';
  return new Error(`The trace reader stopped unexpectedly${why}. Open the manifest again to retry.`);
}

function disposed(): Error {
  return new Error('The trace loader is disposed.');
}

async function identify(request: TraceRequest, columns: ColumnMapping | undefined): Promise<Identity | NoTrace> {
  const mapping = [columns?.prefill, columns?.decode];
  if (!('path' in request)) {
    const { name, text, version } = request;
    const key = JSON.stringify(['text', name, version, text.length, ...mapping]);
    return { key, modifiedMs: undefined, bytes: Buffer.byteLength(text) };
  }
  try {
    const { mtimeNs, ctimeNs, mtimeMs, size } = await stat(request.path, { bigint: true });
    const key = JSON.stringify(['file', request.path, `${mtimeNs}`, `${ctimeNs}`, `${size}`, ...mapping]);
    return { key, modifiedMs: Number(mtimeMs), bytes: Number(size) };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    const known = fileError(error);
    const message = known instanceof TraceError ? known.message : `The trace cannot be read: ${String(error)}.`;
    return { kind: 'failed', message };
  }
}
