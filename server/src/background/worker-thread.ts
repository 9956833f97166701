import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Watch, Work, WorkerReply, WorkerRequest } from './work';

export interface WorkerThreadOptions {
  /** The bundled worker; without it the work is done in this thread. */
  readonly workerPath: string | undefined;
  /**
   * Together: for jobs that mostly wait; they share the thread, and one that is given up is told so. Newest first: for jobs
   * that keep a thread busy; they have it one after the other, and one that is given up ends with it.
   */
  readonly order: 'together' | 'newest first';
  /** The thread is stopped after so long without work. */
  readonly idleMs?: number | undefined;
  /** The error of jobs whose thread stops by itself, or cannot be started; `cause` is undefined where it just ended. */
  readonly stopped?: (cause: Error | undefined) => Error;
}

interface Asked<Job, Reply> {
  readonly id: number;
  readonly job: Job;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: unknown) => void;
  readonly onProgress: Watch['onProgress'] | undefined;
}

const defaultIdleMs = 10_000;

/**
 * Does one kind of work in a thread, started when first needed and stopped after a while without jobs. A thread that crashes
 * fails the jobs it had; the next job starts another. Jobs keep the process alive, the thread alone does not.
 */
export class WorkerThread<Job, Reply> {
  /** Those not begun, the newest last. */
  private readonly waiting: Asked<Job, Reply>[] = [];
  private readonly underWay = new Map<number, Asked<Job, Reply>>();
  private worker: Worker | undefined;
  /** Resolves when no thread is left that was stopped. */
  private ended: Promise<unknown> = Promise.resolve();
  private idleTimer: NodeJS.Timeout | undefined;
  private lastId = 0;

  constructor(
    private readonly work: Work<Job, Reply>,
    private readonly options: WorkerThreadOptions,
  ) {}

  /** Rejects where the work does, at once with the signal's reason when that is aborted, or when the thread stops. */
  async run(job: Job, { signal, onProgress }: Partial<Watch> = {}): Promise<Reply> {
    signal?.throwIfAborted();
    if (this.options.workerPath === undefined) return this.runHere(job, signal, onProgress);
    let giveUp = (): void => {};
    return new Promise<Reply>((resolve, reject) => {
      this.lastId += 1;
      const asked = { id: this.lastId, job, resolve, reject, onProgress };
      giveUp = () => this.giveUp(asked, signal?.reason);
      signal?.addEventListener('abort', giveUp);
      this.waiting.push(asked);
      this.next();
      // The signal outlives the job, which may be large.
    }).finally(() => signal?.removeEventListener('abort', giveUp));
  }

  /** Stops the thread; what it had or was to do fails. Resolves when the thread is gone. */
  async dispose(): Promise<void> {
    this.stop();
    const reason = new Error(`The thread for ${this.work.name} was closed.`);
    const left = [...this.waiting.splice(0), ...this.underWay.values()];
    this.underWay.clear();
    for (const { reject } of left) reject(reason);
    await this.ended;
  }

  private async runHere(
    job: Job,
    signal = new AbortController().signal,
    onProgress: Watch['onProgress'] = () => {},
  ): Promise<Reply> {
    // Whoever asked goes on first.
    await setImmediate();
    signal.throwIfAborted();
    return this.work.run(job, { signal, onProgress });
  }

  private next(): void {
    const { order } = this.options;
    while (this.waiting.length > 0 && (order === 'together' || this.underWay.size === 0)) {
      this.begin(this.waiting.pop()!);
    }
    if (this.underWay.size === 0) this.rest();
  }

  private begin(asked: Asked<Job, Reply>): void {
    const { id, job } = asked;
    clearTimeout(this.idleTimer);
    try {
      this.worker ??= this.spawn(this.options.workerPath!);
      this.worker.ref();
      this.tell({ id, job });
      this.underWay.set(id, asked);
    } catch (error) {
      // What no thread can be sent fails alone.
      asked.reject(error);
    }
  }

  private spawn(path: string): Worker {
    const { name } = this.work;
    const worker = new Worker(path, { name, workerData: name });
    worker.on('message', (reply: WorkerReply) => this.take(reply));
    for (const event of ['error', 'messageerror', 'exit'] as const) {
      worker.on(event, (cause: unknown) => this.crashed(worker, cause instanceof Error ? cause : undefined));
    }
    return worker;
  }

  private take(reply: WorkerReply): void {
    const asked = this.underWay.get(reply.id);
    // What was given up may be answered all the same.
    if (!asked) return;
    if ('share' in reply) {
      asked.onProgress?.(reply.share);
    } else {
      this.underWay.delete(reply.id);
      asked.resolve(reply.reply as Reply);
      this.next();
    }
  }

  private crashed(worker: Worker, cause: Error | undefined): void {
    if (worker !== this.worker) return;
    this.stop();
    const { stopped = (error) => error ?? new Error(`The thread for ${this.work.name} stopped unexpectedly.`) } =
      this.options;
    const failed = [...this.underWay.values()];
    this.underWay.clear();
    for (const { reject } of failed) reject(stopped(cause));
    this.next();
  }

  private giveUp(asked: Asked<Job, Reply>, reason: unknown): void {
    asked.reject(reason);
    const place = this.waiting.indexOf(asked);
    if (place >= 0) this.waiting.splice(place, 1);
    if (!this.underWay.delete(asked.id)) return;
    if (this.options.order === 'together') this.tell({ cancelled: asked.id });
    else this.stop();
    this.next();
  }

  private tell(request: WorkerRequest): void {
    this.worker?.postMessage(request);
  }

  private rest(): void {
    this.worker?.unref();
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.stop(), this.options.idleMs ?? defaultIdleMs).unref();
  }

  private stop(): void {
    clearTimeout(this.idleTimer);
    const { worker } = this;
    this.worker = undefined;
    if (!worker) return;
    const gone = worker.terminate();
    this.ended = this.ended.then(() => gone);
  }
}
