import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';
import type { SimulationReply } from './simulation-thread';

/** Progress is for people: ten times a second is enough. */
const PROGRESS_INTERVAL_MS = 100;

const port = parentPort;
if (port === null) throw new Error('simulation-worker is a worker thread; it does not run by itself');

let reportedAt = 0;

function reply(message: SimulationReply): void {
  port!.postMessage(message);
}

function onProgress(share: number): void {
  if (Date.now() - reportedAt < PROGRESS_INTERVAL_MS) return;
  reportedAt = Date.now();
  reply({ kind: 'progress', share });
}

const simulation = simulate(workerData as Scenario, { onProgress });
if (simulation !== undefined) reply({ kind: 'done', simulation });
