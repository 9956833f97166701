import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Work } from '../../server/src/background/work';
import { WorkerThread, type WorkerThreadOptions } from '../../server/src/background/worker-thread';
import { watchWorkers } from './workers';

/** Doubles numbers; 0 is done when it is given up. */
const doubling: Work<number, number> = {
  name: 'doubling',
  run: (job, { signal, onProgress }) => {
    onProgress(0.5);
    signal.throwIfAborted();
    return job > 0
      ? 2 * job
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  },
};
const serving = join(__dirname, '../../server/src/background/serve-work.js');

describe('a worker thread', () => {
  let folder: string;
  let workerPath: string;
  const { started, gone } = watchWorkers();
  const threads: WorkerThread<unknown, unknown>[] = [];
  const threadOf = (options: WorkerThreadOptions): WorkerThread<number, number> => {
    const thread = new WorkerThread(doubling, options);
    threads.push(thread as WorkerThread<unknown, unknown>);
    return thread;
  };
  /** A worker that does as told with each job and its id. */
  const scripted = (body: string): string => {
    const path = join(folder, `scripted-${Math.random()}.js`);
    writeFileSync(
      path,
      `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, job, cancelled }) => { ${body} });`,
    );
    return path;
  };
  const answer = 'parentPort.postMessage({ id, reply: job })';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-threads-'));
    workerPath = join(folder, 'worker.js');
    const work = `{ name: 'doubling', run: ${doubling.run} }`;
    writeFileSync(workerPath, `require(${JSON.stringify(serving)}).serveWork([${work}]);`);
  });
  afterEach(async () => {
    for (const thread of threads.splice(0)) await thread.dispose();
    await gone();
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const order of ['together', 'newest first'] as const) {
    for (const place of ['in this thread', 'in another'] as const) {
      const options = () => ({ workerPath: place === 'in another' ? workerPath : undefined, order });

      it(`gives what the work gives, with its progress, ${place}, ${order}`, async () => {
        const thread = threadOf(options());
        const shares: number[] = [];
        const onProgress = (share: number) => shares.push(share);
        assert.deepEqual(await Promise.all([1, 2, 3].map((job) => thread.run(job, { onProgress }))), [2, 4, 6]);
        assert.deepEqual(shares, [0.5, 0.5, 0.5]);
        assert.equal(started.length, place === 'in another' ? 1 : 0);
      });

      it(`begins nothing for who gave up before, ${place}, ${order}`, async () => {
        const signal = AbortSignal.abort(new Error('enough'));
        await assert.rejects(threadOf(options()).run(1, { signal }), /^Error: enough$/);
        assert.equal(started.length, 0);
      });

      it(`rejects at once when given up, and goes on, ${place}, ${order}`, async () => {
        const thread = threadOf(options());
        const controller = new AbortController();
        const endless = thread.run(0, { signal: controller.signal, onProgress: () => controller.abort('enough') });
        await assert.rejects(endless, (reason) => reason === 'enough');
        assert.equal(await thread.run(4), 8);
      });
    }

    it(`fails each job where there is no worker, ${order}`, async () => {
      const thread = threadOf({ workerPath: join(folder, 'nowhere.js'), order });
      for (const job of [1, 2]) await assert.rejects(thread.run(job), /Cannot find module/);
    });

    it(`loses only the job that no thread can be sent, ${order}`, async () => {
      const thread = threadOf({ workerPath, order });
      const [bad, good] = await Promise.allSettled([thread.run((() => 1) as unknown as number), thread.run(2)]);
      assert.equal(bad.status, 'rejected');
      assert.deepEqual(good, { status: 'fulfilled', value: 4 });
    });

    it(`stops the worker after a while without work, and starts another when there is some, ${order}`, async () => {
      const thread = threadOf({ workerPath, order, idleMs: 1 });
      assert.equal(await thread.run(1), 2);
      await gone();
      assert.equal(await thread.run(2), 4);
      assert.equal(started.length, 2);
    });

    it(`fails what is left when it is disposed of, and leaves no worker, ${order}`, async () => {
      const thread = threadOf({ workerPath: scripted(''), order });
      const left = Promise.allSettled([1, 2].map((job) => thread.run(job)));
      await thread.dispose();
      for (const each of await left) {
        assert.match(String((each as PromiseRejectedResult).reason), /The thread for doubling was closed\./);
      }
      await gone();
    });

    it(`forgets a signal whose job is done, ${order}`, async () => {
      const { signal } = new AbortController();
      const counts = { added: 0, removed: 0 };
      const count = (what: 'added' | 'removed', call: (...args: Parameters<AbortSignal['addEventListener']>) => void) =>
        ((...args: Parameters<AbortSignal['addEventListener']>) => {
          counts[what]++;
          call.apply(signal, args);
        }) as AbortSignal['addEventListener'];
      signal.addEventListener = count('added', signal.addEventListener);
      signal.removeEventListener = count('removed', signal.removeEventListener as AbortSignal['addEventListener']);
      await threadOf({ workerPath, order }).run(1, { signal });
      assert.deepEqual(counts, { added: 1, removed: 1 });
    });
  }

  describe('newest first', () => {
    const order = 'newest first';

    it('takes the newest of those that wait', async () => {
      const thread = threadOf({ workerPath: scripted(answer), order });
      const done: number[] = [];
      await Promise.all([1, 2, 3, 4].map((job) => thread.run(job).then(() => done.push(job))));
      assert.deepEqual(done, [1, 4, 3, 2]);
    });

    for (const [title, body, why] of [
      ['throws', `throw new Error('boom')`, /^Error: boom$/],
      ['exits', 'process.exit(3)', /^Error: The thread for doubling stopped unexpectedly\.$/],
    ] as const) {
      it(`loses only the job in which the worker ${title}`, async () => {
        const thread = threadOf({ workerPath: scripted(`if (job === 1) { ${body}; } ${answer};`), order });
        const [bad, good] = await Promise.allSettled([1, 2].map((job) => thread.run(job)));
        assert.equal(bad!.status, 'rejected');
        assert.match(String((bad as PromiseRejectedResult).reason), why);
        assert.deepEqual(good, { status: 'fulfilled', value: 2 });
        assert.equal(started.length, 2);
      });
    }

    it('gives up one under way with its worker and one that waits before it began, and goes on', async () => {
      const thread = threadOf({ workerPath: scripted(`if (job > 2) ${answer}`), order });
      const [first, second] = [new AbortController(), new AbortController()];
      const running = thread.run(1, first);
      const waiting = thread.run(2, second);
      const last = thread.run(3);
      second.abort(new Error('two'));
      first.abort(new Error('one'));
      await assert.rejects(running, /^Error: one$/);
      await assert.rejects(waiting, /^Error: two$/);
      assert.equal(await last, 3);
      assert.equal(started.length, 2);
    });

    it('does not take the late answer of a worker that was stopped for that of the next', async () => {
      const thread = threadOf({ workerPath: scripted(answer), order });
      const first = new AbortController();
      const running = thread.run(1, first).catch(() => 'given up');
      // Long enough for the answer to be on its way, while nobody here takes it.
      const until = Date.now() + 200;
      while (Date.now() < until);
      first.abort();
      assert.equal(await thread.run(2), 2);
      assert.equal(await running, 'given up');
    });
  });

  describe('together', () => {
    const order = 'together';

    it('begins all at once', async () => {
      // Answers only when three are there, the last first.
      const body =
        'global.jobs ??= []; jobs.push(id); if (jobs.length === 3) while (id = jobs.pop()) parentPort.postMessage({ id, reply: id });';
      const thread = threadOf({ workerPath: scripted(body), order });
      assert.equal((await Promise.all([1, 2, 3].map((job) => thread.run(job)))).length, 3);
      assert.equal(started.length, 1);
    });

    it('tells the worker what is given up, which goes on with the others', async () => {
      const body = 'if (cancelled) parentPort.postMessage({ id: 2, reply: cancelled });';
      const thread = threadOf({ workerPath: scripted(body), order });
      const first = new AbortController();
      const running = thread.run(7, first);
      const other = thread.run(8);
      first.abort(new Error('one'));
      await assert.rejects(running, /^Error: one$/);
      assert.equal(await other, 1);
      assert.equal(started.length, 1);
    });

    it('fails all that a worker had when it crashes, as it is told to, and goes on', async () => {
      const stopped = (cause: Error | undefined) => new Error(`stopped by ${cause?.message}`);
      const body = `if (job === 2) throw new Error('boom'); if (job === 3) ${answer}`;
      const thread = threadOf({ workerPath: scripted(body), order, stopped });
      for (const each of await Promise.allSettled([1, 2].map((job) => thread.run(job)))) {
        assert.match(String((each as PromiseRejectedResult).reason), /^Error: stopped by boom$/);
      }
      assert.equal(await thread.run(3), 3);
    });
  });
});
