import { parentPort, workerData } from 'node:worker_threads';
import type { Work, WorkerReply, WorkerRequest } from './work';

/** Progress is for people: ten times a second is enough. */
const progressIntervalMs = 100;

/** Does the jobs that this thread is sent: those of the work that it was started for. A job that fails ends the thread. */
export function serveWork(works: readonly Work<never, unknown>[]): void {
  const port = parentPort;
  if (port === null) throw new Error('a worker is a thread; it does not run by itself');
  const work = works.find(({ name }) => name === workerData);
  if (!work) throw new Error(`a worker does nothing called ${workerData}`);
  const underWay = new Map<number, AbortController>();
  const tell = (reply: WorkerReply, moved: readonly ArrayBuffer[] = []): void => port.postMessage(reply, moved);

  const run = async (id: number, job: unknown): Promise<void> => {
    const controller = new AbortController();
    underWay.set(id, controller);
    const { signal } = controller;
    try {
      const reply = await work.run(job as never, { signal, onProgress: sparsely((share) => tell({ id, share })) });
      if (!signal.aborted) tell({ id, reply }, work.moved?.(reply));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      underWay.delete(id);
    }
  };

  port.on('message', (request: WorkerRequest) => {
    if ('cancelled' in request) underWay.get(request.cancelled)?.abort();
    else void run(request.id, request.job);
  });
}

function sparsely(report: (share: number) => void): (share: number) => void {
  let reportedAt = 0;
  return (share) => {
    if (Date.now() - reportedAt < progressIntervalMs) return;
    reportedAt = Date.now();
    report(share);
  };
}
