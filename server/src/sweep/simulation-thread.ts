import { Worker } from 'node:worker_threads';
import type { Scenario, Simulation } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';

export interface ThreadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Share of the run that is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** What the worker tells. */
export type SimulationReply =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly simulation: Simulation };

/**
 * Simulates in a worker thread of its own, `workerPath` being the bundled simulation-worker; without it in this thread,
 * in one go. Rejects with the signal's reason when aborted, or with one sentence when the worker crashes; either way the
 * worker is gone by then. Expects a scenario in which `scenarioProblem` finds nothing.
 */
export async function simulateInThread(
  workerPath: string | undefined,
  scenario: Scenario,
  options: ThreadOptions = {},
): Promise<Simulation> {
  options.signal?.throwIfAborted();
  if (workerPath === undefined) return simulateHere(scenario, options);
  const worker = new Worker(workerPath, { name: 'simulation', workerData: scenario });
  try {
    return await simulationOf(worker, options);
  } finally {
    await worker.terminate();
  }
}

function simulateHere(scenario: Scenario, { signal, onProgress }: ThreadOptions): Simulation {
  const simulation = simulate(scenario, { onProgress, isCancelled: () => signal?.aborted ?? false });
  if (simulation !== undefined) return simulation;
  signal?.throwIfAborted();
  throw stopped(undefined);
}

function simulationOf(worker: Worker, { signal, onProgress }: ThreadOptions): Promise<Simulation> {
  return new Promise<Simulation>((resolve, reject) => {
    let share = 0;
    const report = (next: number): void => {
      if (signal?.aborted) return;
      share = next;
      onProgress?.(share);
    };
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (reply: SimulationReply) => {
      if (reply.kind === 'progress') return report(reply.share);
      if (share < 1) report(1);
      signal?.removeEventListener('abort', abort);
      resolve(reply.simulation);
    });
    for (const event of ['error', 'messageerror', 'exit'] as const) {
      worker.on(event, (cause: unknown) => {
        signal?.removeEventListener('abort', abort);
        reject(stopped(cause));
      });
    }
  });
}

function stopped(cause: unknown): Error {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new Error(
    `The simulation stopped unexpectedly${why}; run it again, or with fewer requests if that fails too.`,
  );
}
