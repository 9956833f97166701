import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { computeStudy } from './compute-study';
import type { Study, StudyResult } from './study';

const IDLE_MS = 10_000;

interface Job {
  readonly study: Study;
  readonly resolve: (result: StudyResult<Study>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Works on studies one by one in a thread, `workerPath` being the bundled study-worker, started when first needed and
 * stopped after `idleMs` without work; without it in this thread. The newest goes first, since what was asked before an
 * edit is hardly needed any more. A worker that crashes fails the study it had.
 */
export class StudyThread {
  private readonly waiting: Job[] = [];
  private current: Job | undefined;
  private worker: Worker | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly workerPath: string | undefined,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** Rejects with one sentence where the study fails, or with the signal's reason. */
  async run<S extends Study>(study: S, signal: AbortSignal): Promise<StudyResult<S>> {
    if (this.workerPath === undefined) {
      // Whoever asked goes on first.
      await setImmediate();
      signal.throwIfAborted();
      return computeStudy(study);
    }
    signal.throwIfAborted();
    let giveUp = (): void => {};
    return new Promise<StudyResult<S>>((resolve, reject) => {
      const job: Job = { study, resolve: resolve as Job['resolve'], reject };
      giveUp = () => this.giveUp(job, signal.reason);
      signal.addEventListener('abort', giveUp);
      this.waiting.push(job);
      this.next();
      // The signal outlives the study, which may be large.
    }).finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** Stops the thread; what it had or was to do fails. */
  dispose(): void {
    const reason = new Error('The thread for studies was closed.');
    this.stop();
    for (const job of this.waiting.splice(0)) job.reject(reason);
    this.current?.reject(reason);
    this.current = undefined;
  }

  private next(): void {
    if (this.current) return;
    this.current = this.waiting.pop();
    clearTimeout(this.idleTimer);
    if (this.current) {
      this.begin(this.current);
    } else {
      this.worker?.unref();
      this.idleTimer = setTimeout(() => this.stop(), this.idleMs).unref();
    }
  }

  private begin(job: Job): void {
    try {
      this.worker ??= this.spawn(this.workerPath!);
      this.worker.ref();
      this.worker.postMessage(job.study);
    } catch (error) {
      // What no thread can be sent fails alone.
      job.reject(error);
      this.current = undefined;
      this.next();
    }
  }

  private spawn(path: string): Worker {
    const worker = new Worker(path, { name: 'studies' });
    worker.on('message', (result: StudyResult<Study>) => {
      // What a worker sent before it was stopped answers nobody any more.
      if (worker !== this.worker) return;
      this.current?.resolve(result);
      this.current = undefined;
      this.next();
    });
    for (const event of ['error', 'messageerror', 'exit'] as const) {
      worker.on(event, (cause: unknown) => this.crashed(worker, cause));
    }
    return worker;
  }

  private crashed(worker: Worker, cause: unknown): void {
    if (worker !== this.worker) return;
    this.stop();
    this.current?.reject(cause instanceof Error ? cause : new Error('The thread for studies stopped unexpectedly.'));
    this.current = undefined;
    this.next();
  }

  /** Gives up a study: one that waits is never begun, one under way ends with its thread. */
  private giveUp(job: Job, reason: unknown): void {
    job.reject(reason);
    const place = this.waiting.indexOf(job);
    if (place >= 0) this.waiting.splice(place, 1);
    if (job !== this.current) return;
    this.stop();
    this.current = undefined;
    this.next();
  }

  private stop(): void {
    clearTimeout(this.idleTimer);
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }
}
