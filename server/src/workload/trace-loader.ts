import { stat } from 'node:fs/promises';
import type { ReadTraceOptions } from './read-trace';
import { fileError, isMissing, type TraceSource } from './trace-bytes';
import { type ReadResult, readOutcome } from './trace-outcome';
import { type ColumnMapping, TraceError, type TraceSummary } from './trace-summary';
import { TraceWorkerClient } from './trace-worker-client';

const MAX_CACHED = 64;
const IDLE_MS = 10_000;

/** A file, or text that is open in an editor; `version` changes whenever the text does. */
export type TraceRequest =
  | { readonly path: string }
  | { readonly name: string; readonly text: string; readonly version: number | string };

export type TraceOutcome =
  | {
      readonly kind: 'ready';
      readonly summary: TraceSummary;
      /** When the file was last modified, in milliseconds since 1970; undefined for text. */
      readonly modifiedMs: number | undefined;
      readonly bytes: number;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly message: string; readonly line?: number | undefined };

export interface TraceLoaderOptions {
  /** The bundled trace-worker; without it traces are read in this thread. */
  readonly workerPath?: string | undefined;
  readonly maxCached?: number;
  /** The worker is stopped after so long without work. */
  readonly idleMs?: number;
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** What a trace is known by: `key` changes whenever the content may have. */
interface Identity {
  readonly key: string;
  readonly modifiedMs: number | undefined;
  readonly bytes: number;
}

/** One read, shared by everyone who asked for it while it runs. */
interface SharedRead {
  readonly outcome: Promise<TraceOutcome>;
  readonly controller: AbortController;
  readonly listeners: Set<(share: number) => void>;
  waiting: number;
}

/** Loads traces once: results are kept until the file changes, and simultaneous requests share one read. */
export class TraceLoader {
  readonly #worker: TraceWorkerClient | undefined;
  readonly #maxCached: number;
  readonly #cache = new Map<string, TraceOutcome>();
  readonly #reads = new Map<string, SharedRead>();
  #isDisposed = false;

  constructor({ workerPath, maxCached = MAX_CACHED, idleMs = IDLE_MS }: TraceLoaderOptions = {}) {
    this.#worker = workerPath === undefined ? undefined : new TraceWorkerClient(workerPath, idleMs);
    this.#maxCached = maxCached;
  }

  /** Rejects only with the signal's reason, or after `dispose`; a read stops when all who wait for it have aborted. */
  async load(
    request: TraceRequest,
    columns: ColumnMapping | undefined,
    { signal, onProgress }: LoadOptions = {},
  ): Promise<TraceOutcome> {
    signal?.throwIfAborted();
    const identity = await identify(request, columns);
    signal?.throwIfAborted();
    if (this.#isDisposed) throw new Error('The trace loader is disposed.');
    if ('kind' in identity) return identity;
    const cached = this.#cached(identity.key);
    if (cached !== undefined) return cached;
    const read = this.#reads.get(identity.key) ?? this.#start(request, columns, identity);
    return this.#join(read, identity.key, signal, onProgress);
  }

  /** Stops the worker and rejects the loads still running. */
  dispose(): void {
    this.#isDisposed = true;
    for (const { controller } of this.#reads.values()) controller.abort(new Error('The trace loader is disposed.'));
    this.#reads.clear();
    this.#cache.clear();
    this.#worker?.dispose();
  }

  #start(request: TraceRequest, columns: ColumnMapping | undefined, identity: Identity): SharedRead {
    const controller = new AbortController();
    const listeners = new Set<(share: number) => void>();
    const onProgress = (share: number): void => {
      for (const listener of listeners) listener(share);
    };
    const source: TraceSource = 'path' in request ? request : { name: request.name, text: request.text };
    const outcome = this.#read(source, { columns, signal: controller.signal, onProgress }, identity);
    const read: SharedRead = { outcome, controller, listeners, waiting: 0 };
    this.#reads.set(identity.key, read);
    const forget = (): void => {
      if (this.#reads.get(identity.key) === read) this.#reads.delete(identity.key);
    };
    outcome.then(forget, forget);
    return read;
  }

  async #read(source: TraceSource, options: ReadTraceOptions, identity: Identity): Promise<TraceOutcome> {
    const result = await (this.#worker?.read(source, options) ?? readOutcome(source, options));
    const outcome = outcomeOf(result, identity);
    if (result.kind === 'ready' || !result.transient) this.#keep(identity.key, outcome);
    return outcome;
  }

  #join(
    read: SharedRead,
    key: string,
    signal: AbortSignal | undefined,
    onProgress: ((share: number) => void) | undefined,
  ): Promise<TraceOutcome> {
    // A function of its own, so that two requesters with the same callback are two listeners.
    const listener = (share: number): void => onProgress?.(share);
    read.listeners.add(listener);
    read.waiting += 1;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        leave();
        if (read.waiting === 0) {
          this.#reads.delete(key);
          read.controller.abort();
        }
        reject(signal?.reason);
      };
      const leave = (): void => {
        signal?.removeEventListener('abort', abort);
        read.listeners.delete(listener);
        read.waiting -= 1;
      };
      signal?.addEventListener('abort', abort, { once: true });
      read.outcome.finally(() => signal?.removeEventListener('abort', abort)).then(resolve, reject);
    });
  }

  #cached(key: string): TraceOutcome | undefined {
    const outcome = this.#cache.get(key);
    if (outcome !== undefined) this.#keep(key, outcome);
    return outcome;
  }

  /** Keeps the most recently used. */
  #keep(key: string, outcome: TraceOutcome): void {
    if (this.#isDisposed) return;
    this.#cache.delete(key);
    this.#cache.set(key, outcome);
    const oldest = this.#cache.keys().next();
    if (this.#cache.size > this.#maxCached && !oldest.done) this.#cache.delete(oldest.value);
  }
}

function outcomeOf(result: ReadResult, { modifiedMs, bytes }: Identity): TraceOutcome {
  if (result.kind === 'ready') return { kind: 'ready', summary: result.summary, modifiedMs, bytes };
  return { kind: 'failed', message: result.message, line: result.line };
}

async function identify(
  request: TraceRequest,
  columns: ColumnMapping | undefined,
): Promise<Identity | Exclude<TraceOutcome, { kind: 'ready' }>> {
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
