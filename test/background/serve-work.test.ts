import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { serveWork } from '../../server/src/background/serve-work';
import { realWorker } from './workers';

const serving = JSON.stringify(join(__dirname, '../../server/src/background/serve-work.js'));

describe('what a worker does', () => {
  const workers: Worker[] = [];
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.terminate();
  });
  /** A worker for work by the name `work`, whose parts are given as text. */
  const workerOf = (run: string, more = ''): Worker => {
    const program = `require(${serving}).serveWork([{ name: 'other' }, { name: 'work', run: ${run}, ${more} }]);`;
    const worker = new Worker(program, { eval: true, workerData: 'work' });
    workers.push(worker);
    return worker;
  };
  const said = async (worker: Worker): Promise<unknown> => (await once(worker, 'message'))[0];

  it('is the work that it was started for, each job by its id', async () => {
    const worker = workerOf('async (job) => job + 1');
    worker.postMessage({ id: 7, job: 1 });
    assert.deepEqual(await said(worker), { id: 7, reply: 2 });
    worker.postMessage({ id: 8, job: 2 });
    assert.deepEqual(await said(worker), { id: 8, reply: 3 });
  });

  it('tells progress, though not each step of it', async () => {
    const worker = workerOf(
      '(job, { onProgress }) => { for (let n = 0; n < job; n++) onProgress(n / job); return 1; }',
    );
    const messages: unknown[] = [];
    worker.on('message', (message) => messages.push(message));
    worker.postMessage({ id: 1, job: 1e5 });
    while (!messages.some((message) => 'reply' in (message as object))) await once(worker, 'message');
    assert.deepEqual(messages[0], { id: 1, share: 0 });
    assert.ok(messages.length < 1000, `${messages.length} messages`);
  });

  it('moves what is to be moved', async () => {
    const run =
      '() => { reply = new Float64Array(3); setTimeout(() => parentPort.postMessage(reply.length), 1); return reply; }';
    const worker = workerOf(
      `(({ parentPort }) => { let reply; return ${run}; })(require('node:worker_threads'))`,
      'moved: ({ buffer }) => [buffer]',
    );
    worker.postMessage({ id: 1, job: 0 });
    assert.deepEqual(await said(worker), { id: 1, reply: new Float64Array(3) });
    assert.equal(await said(worker), 0, 'it has it no more');
  });

  for (const [title, end] of [
    ['gives it up', 'reject(signal.reason)'],
    ['ends all the same', 'resolve(1)'],
  ] as const) {
    it(`answers no job that is cancelled, also where the work ${title}`, async () => {
      const worker = workerOf(
        `(job, { signal }) => job || new Promise((resolve, reject) => signal.addEventListener('abort', () => ${end}))`,
      );
      worker.postMessage({ id: 1, job: 0 });
      worker.postMessage({ cancelled: 1 });
      worker.postMessage({ cancelled: 9 });
      worker.postMessage({ id: 2, job: 5 });
      assert.deepEqual(await said(worker), { id: 2, reply: 5 });
    });
  }

  for (const run of [`() => { throw new Error('boom'); }`, `async () => { throw new Error('boom'); }`]) {
    it(`ends with a job that fails: ${run}`, async () => {
      const worker = workerOf(run);
      worker.postMessage({ id: 1, job: 0 });
      const [error] = await once(worker, 'error');
      assert.equal((error as Error).message, 'boom');
    });
  }

  it('is nothing that it does not know, and nothing outside a thread', async () => {
    const worker = new Worker(realWorker, { workerData: 'cooking' });
    const [error] = await once(worker, 'error');
    assert.equal((error as Error).message, 'a worker does nothing called cooking');
    assert.throws(() => serveWork([]), /does not run by itself/);
  });
});
