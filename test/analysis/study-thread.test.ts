import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { Study } from '../../server/src/analysis/study';
import { StudyThread } from '../../server/src/analysis/study-thread';
import { scheduleStudy } from '../../server/src/scheduling/schedule-study';
import type { SchedulingQuestion } from '../../server/src/scheduling/study';

const never = new AbortController().signal;

function question(seed: number): SchedulingQuestion {
  const requests = Array.from({ length: 50 }, (_, at) => ({ prefill: (at * seed) % 40, decode: 1 + at, arrival: at }));
  const rest = { predictionNoise: 0, seed, ageingSteps: undefined, stepTime: undefined } as const;
  return { requests, kvTokens: 300, mode: 'online', policies: ['fcfs', 'svf'], ...rest };
}
const study = (seed: number): Study & { readonly kind: 'schedule' } => ({ kind: 'schedule', question: question(seed) });

describe('the thread for studies', () => {
  let folder: string;
  let workerPath: string;
  const started: Worker[] = [];
  const live = new Set<Worker>();
  const threads: StudyThread[] = [];
  const onWorker = (worker: Worker): void => {
    started.push(worker);
    live.add(worker);
    worker.once('exit', () => live.delete(worker));
  };
  const gone = async (): Promise<void> => {
    while (live.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const threadOf = (path: string | undefined, idleMs?: number): StudyThread => {
    const thread = new StudyThread(path, idleMs);
    threads.push(thread);
    return thread;
  };
  /** A worker that answers with the seeds it was asked, or does what it is told. */
  const scripted = (body: string): string => {
    const path = join(folder, `scripted-${started.length}-${Math.random()}.js`);
    writeFileSync(
      path,
      `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ question: { seed } }) => { ${body} });`,
    );
    return path;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-studies-'));
    workerPath = join(folder, 'study-worker.js');
    const entry = join(process.cwd(), 'server/src/analysis/study-worker.ts');
    buildSync({ entryPoints: [entry], bundle: true, platform: 'node', outfile: workerPath });
    process.on('worker', onWorker);
  });
  beforeEach(() => {
    started.length = 0;
    // Bundling may have started one.
    live.clear();
  });
  afterEach(async () => {
    for (const thread of threads.splice(0)) thread.dispose();
    await gone();
  });
  after(() => {
    process.off('worker', onWorker);
    rmSync(folder, { recursive: true });
  });

  for (const place of ['in this thread', 'in the worker'] as const) {
    const path = () => (place === 'in the worker' ? workerPath : undefined);

    it(`gives what the study gives, ${place}`, async () => {
      const thread = threadOf(path());
      const results = await Promise.all([1, 2, 3].map((seed) => thread.run(study(seed), never)));
      assert.deepEqual(
        results,
        [1, 2, 3].map((seed) => scheduleStudy(question(seed))),
      );
      assert.equal(started.length, place === 'in the worker' ? 1 : 0);
    });

    it(`begins nothing for who gave up before, ${place}`, async () => {
      await assert.rejects(threadOf(path()).run(study(1), AbortSignal.abort(new Error('enough'))), /^Error: enough$/);
      assert.equal(started.length, 0);
    });
  }

  it('takes the newest first', async () => {
    const thread = threadOf(scripted('parentPort.postMessage(seed)'));
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((seed) => thread.run(study(seed), never).then(() => order.push(seed))));
    assert.deepEqual(order, [1, 4, 3, 2]);
  });

  for (const [title, body, why] of [
    ['throws', `throw new Error('boom')`, /^Error: boom$/],
    ['exits', 'process.exit(3)', /^Error: The thread for studies stopped unexpectedly\.$/],
  ] as const) {
    it(`loses only the study in which the worker ${title}`, async () => {
      const thread = threadOf(scripted(`if (seed === 1) { ${body}; } parentPort.postMessage(seed);`));
      const [bad, good] = await Promise.allSettled([1, 2].map((seed) => thread.run(study(seed), never)));
      assert.equal(bad!.status, 'rejected');
      assert.match(String((bad as PromiseRejectedResult).reason), why);
      assert.deepEqual(good, { status: 'fulfilled', value: 2 });
      assert.equal(started.length, 2);
    });
  }

  it('fails each study where there is no worker', async () => {
    const thread = threadOf(join(folder, 'nowhere.js'));
    for (const seed of [1, 2]) await assert.rejects(thread.run(study(seed), never), /Cannot find module/);
  });

  it('loses only the study that no thread can be sent', async () => {
    const thread = threadOf(workerPath);
    const odd = { kind: 'schedule', question: { ...question(1), requests: () => [] } } as unknown as Study;
    const [bad, good] = await Promise.allSettled([thread.run(odd, never), thread.run(study(2), never)]);
    assert.equal(bad.status, 'rejected');
    assert.deepEqual(good, { status: 'fulfilled', value: scheduleStudy(question(2)) });
  });

  it('gives up one under way with its worker and one that waits before it began, and goes on', async () => {
    const thread = threadOf(scripted('if (seed > 2) parentPort.postMessage(seed)'));
    const [first, second] = [new AbortController(), new AbortController()];
    const running = thread.run(study(1), first.signal);
    const waiting = thread.run(study(2), second.signal);
    const last = thread.run(study(3), never);
    second.abort(new Error('two'));
    first.abort(new Error('one'));
    await assert.rejects(running, /^Error: one$/);
    await assert.rejects(waiting, /^Error: two$/);
    assert.equal(await last, 3);
    assert.equal(started.length, 2);
  });

  it('does not take the late answer of a worker that was stopped for that of the next', async () => {
    const thread = threadOf(scripted('parentPort.postMessage(seed)'));
    const first = new AbortController();
    const running = thread.run(study(1), first.signal).catch(() => 'given up');
    // Long enough for the answer to be on its way, while nobody here takes it.
    const until = Date.now() + 200;
    while (started.length > 0 && Date.now() < until);
    first.abort();
    assert.equal(await thread.run(study(2), never), 2);
    assert.equal(await running, 'given up');
  });

  it('forgets a signal whose study is done', async () => {
    const { signal } = new AbortController();
    const counts = { added: 0, removed: 0 };
    const count = (what: 'added' | 'removed', call: (...args: Parameters<AbortSignal['addEventListener']>) => void) =>
      ((...args: Parameters<AbortSignal['addEventListener']>) => {
        counts[what]++;
        call.apply(signal, args);
      }) as AbortSignal['addEventListener'];
    signal.addEventListener = count('added', signal.addEventListener);
    signal.removeEventListener = count('removed', signal.removeEventListener as AbortSignal['addEventListener']);
    await threadOf(workerPath).run(study(1), signal);
    assert.deepEqual(counts, { added: 1, removed: 1 });
  });

  it('fails what is left when it is disposed of, and leaves no worker', async () => {
    const thread = threadOf(scripted(''));
    const left = Promise.allSettled([1, 2].map((seed) => thread.run(study(seed), never)));
    thread.dispose();
    for (const each of await left) {
      assert.match(String((each as PromiseRejectedResult).reason), /The thread for studies was closed\./);
    }
    await gone();
  });

  it('stops the worker after a while without work, and starts another when there is some', async () => {
    const thread = threadOf(workerPath, 1);
    await thread.run(study(1), never);
    await gone();
    assert.deepEqual(await thread.run(study(2), never), scheduleStudy(question(2)));
    assert.equal(started.length, 2);
  });
});
