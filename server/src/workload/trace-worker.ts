import { parentPort } from 'node:worker_threads';
import type { RequestList } from './request-list';
import { readOutcome, type WorkerReply, type WorkerRequest } from './trace-outcome';

/** Progress is for people: ten times a second is enough. */
const PROGRESS_INTERVAL_MS = 100;

const port = parentPort;
if (port === null) throw new Error('trace-worker is a worker thread; it does not run by itself');

const running = new Map<number, AbortController>();

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'cancel') running.get(request.id)?.abort();
  else void read(request);
});

/** `transferred` are moved rather than copied. */
function reply(message: WorkerReply, transferred: readonly ArrayBuffer[] = []): void {
  port!.postMessage(message, transferred);
}

function buffersOf({ prefill, decode, arrivalSeconds }: RequestList): readonly ArrayBuffer[] {
  const arrays = arrivalSeconds === undefined ? [prefill, decode] : [prefill, decode, arrivalSeconds];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

async function read({ id, source, columns, keep }: Extract<WorkerRequest, { kind: 'read' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  let reportedAt = 0;
  const onProgress = (share: number): void => {
    if (Date.now() - reportedAt < PROGRESS_INTERVAL_MS) return;
    reportedAt = Date.now();
    reply({ kind: 'progress', id, share });
  };
  try {
    const result = await readOutcome(source, { columns, keep, signal: controller.signal, onProgress });
    reply({ kind: 'done', id, result }, result.kind === 'ready' ? buffersOf(result.list) : []);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    running.delete(id);
  }
}
