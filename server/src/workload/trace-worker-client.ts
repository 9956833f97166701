import { Worker } from 'node:worker_threads';
import type { ReadRequestsOptions } from './read-requests';
import type { TraceSource } from './trace-bytes';
import type { ReadResult, WorkerReply, WorkerRequest } from './trace-outcome';

interface PendingRead {
  readonly resolve: (result: ReadResult) => void;
  readonly onProgress: ((share: number) => void) | undefined;
}

/**
 * Reads traces in one worker thread, started when first needed and stopped after `idleMs` without work. A worker that
 * crashes fails the reads it had; the next read starts a new one.
 */
export class TraceWorkerClient {
  readonly #path: string;
  readonly #idleMs: number;
  readonly #pending = new Map<number, PendingRead>();
  #worker: Worker | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(path: string, idleMs: number) {
    this.#path = path;
    this.#idleMs = idleMs;
  }

  /** Rejects only when aborted, at once, with the signal's reason; the worker then drops the read. */
  read(source: TraceSource, { columns, keep, signal, onProgress }: ReadRequestsOptions): Promise<ReadResult> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = (): void => {
        this.#post({ kind: 'cancel', id });
        this.#forget(id);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      const settle = (result: ReadResult): void => {
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      this.#pending.set(id, { resolve: settle, onProgress });
      this.#start();
      this.#post({ kind: 'read', id, source, columns, keep });
    });
  }

  /** Stops the worker; reads still running fail. */
  dispose(): void {
    this.#stop();
    this.#failAll('The trace reader was closed.');
  }

  #start(): void {
    clearTimeout(this.#idleTimer);
    if (this.#worker === undefined) this.#worker = this.#spawn();
    this.#worker.ref();
  }

  #spawn(): Worker {
    const worker = new Worker(this.#path, { name: 'trace-reader' });
    worker.on('message', (reply: WorkerReply) => this.#take(reply));
    worker.on('messageerror', (error) => this.#crashed(worker, error));
    worker.on('error', (error) => this.#crashed(worker, error));
    worker.on('exit', () => this.#crashed(worker, undefined));
    return worker;
  }

  #take(reply: WorkerReply): void {
    const read = this.#pending.get(reply.id);
    if (read === undefined) return;
    if (reply.kind === 'progress') {
      read.onProgress?.(reply.share);
    } else {
      this.#forget(reply.id);
      read.resolve(reply.result);
    }
  }

  #forget(id: number): void {
    this.#pending.delete(id);
    if (this.#pending.size > 0) return;
    this.#worker?.unref();
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#stop(), this.#idleMs);
    this.#idleTimer.unref();
  }

  #stop(): void {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #crashed(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    this.#stop();
    const cause = error instanceof Error ? ` (${error.message})` : '';
    this.#failAll(`The trace reader stopped unexpectedly${cause}. Open the manifest again to retry.`);
  }

  #failAll(message: string): void {
    const reads = [...this.#pending.values()];
    this.#pending.clear();
    for (const { resolve } of reads) resolve({ kind: 'failed', message, transient: true });
  }

  #post(request: WorkerRequest): void {
    this.#worker?.postMessage(request);
  }
}
