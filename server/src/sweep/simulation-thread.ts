import { reasonOf, type Watch, type Work } from '../background/work';
import { WorkerThread } from '../background/worker-thread';
import type { Scenario, Simulation } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';

/** A simulation as work for a thread. */
export const simulationWork: Work<Scenario, Simulation> = {
  name: 'simulation',
  run(scenario, { signal, onProgress }) {
    const simulation = simulate(scenario, { onProgress, isCancelled: () => signal.aborted });
    signal.throwIfAborted();
    return simulation!;
  },
};

/**
 * Simulates in a worker thread of its own, `workerPath` being the bundled worker; without it in this thread, in one go.
 * Rejects with the signal's reason when aborted, or with one sentence when the worker crashes; either way the worker is
 * gone by then. Expects a scenario in which `scenarioProblem` finds nothing.
 */
export async function simulateInThread(
  workerPath: string | undefined,
  scenario: Scenario,
  { signal, onProgress = () => {} }: Partial<Watch> = {},
): Promise<Simulation> {
  const thread = new WorkerThread(simulationWork, { workerPath, order: 'newest first', stopped });
  let share = 0;
  const report = (next: number): void => {
    share = next;
    onProgress(share);
  };
  try {
    const simulation = await thread.run(scenario, { signal, onProgress: report });
    if (share < 1) report(1);
    return simulation;
  } finally {
    await thread.dispose();
  }
}

function stopped(cause: Error | undefined): Error {
  const why = cause ? ` (${reasonOf(cause)})` : '';
  return new Error(
    `The simulation stopped unexpectedly${why}; run it again, or with fewer requests if that fails too.`,
  );
}
