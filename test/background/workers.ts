import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { waitFor } from '../wait-for';

/** The worker as it ships, bundled once for all tests of a process: its modules one by one take long to load in each thread. */
export const realWorker = bundled();

function bundled(): string {
  const folder = mkdtempSync(join(tmpdir(), 'afd-lens-worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const outfile = join(folder, 'worker.js');
  buildSync({ entryPoints: ['server/src/worker/main.ts'], bundle: true, platform: 'node', outfile });
  return outfile;
}

/** Writes a worker to a folder that does as told for one kind of work, with `parentPort` at hand, and is the real one for others. */
export function workerFor(folder: string, work: string, body: string): string {
  const path = join(folder, `${work}-${Math.random()}.js`);
  writeFileSync(
    path,
    `const { parentPort, workerData } = require('node:worker_threads');
if (workerData === ${JSON.stringify(work)}) { ${body} } else require(${JSON.stringify(realWorker)});`,
  );
  return path;
}

/** Watches the threads that a suite's tests start. */
export function watchWorkers() {
  const started: Worker[] = [];
  const live = new Set<Worker>();
  const onWorker = (worker: Worker): void => {
    started.push(worker);
    live.add(worker);
    worker.once('exit', () => live.delete(worker));
  };
  before(() => process.on('worker', onWorker));
  beforeEach(() => {
    started.length = 0;
    live.clear();
  });
  after(() => process.off('worker', onWorker));
  return {
    started,
    live,
    /** Resolves when none of them is left. */
    gone: async (): Promise<void> => {
      await waitFor('the workers to end', () => live.size === 0);
    },
  };
}
