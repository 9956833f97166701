// Also tests: workload/shared-reads, workload/trace-bytes, workload/trace-outcome
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeepRequests } from '../../server/src/workload/request-list';
import { TraceLoader, type TraceOutcome } from '../../server/src/workload/trace-loader';
import { realWorker, workerFor } from '../background/workers';
import { fixture } from './trace-fixture';

const HEADER = 'prompt_size,token_size\n';
const FIRST = { kind: 'first', limit: 1000 } as const;

/** What a fragile worker does with traces of some names before the real one sees them. */
const fragile = `
parentPort.on('message', ({ job }) => {
  if (job?.source.name === 'crash') throw new Error('boom');
  if (job?.source.name === 'exit') process.exit(3);
});
require(${JSON.stringify(realWorker)});
`;

describe('trace loader', () => {
  let folder: string;
  let fragileWorker: string;
  let loaders: TraceLoader[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-loader-'));
    fragileWorker = workerFor(folder, 'traces', fragile);
  });

  afterEach(() => {
    for (const loader of loaders) loader.dispose();
    loaders = [];
  });

  after(() => rmSync(folder, { recursive: true }));

  function loaderWith(options: ConstructorParameters<typeof TraceLoader>[0]): TraceLoader {
    const loader = new TraceLoader(options);
    loaders.push(loader);
    return loader;
  }

  function written(name: string, text: string): { path: string } {
    const path = join(folder, name);
    writeFileSync(path, text);
    return { path };
  }

  function requestsOf(outcome: TraceOutcome): number {
    assert.equal(outcome.kind, 'ready', JSON.stringify(outcome));
    return outcome.kind === 'ready' ? outcome.summary.moments.n : 0;
  }

  for (const place of ['in this thread', 'in the worker'] as const) {
    describe(place, () => {
      function newLoader(options = {}): TraceLoader {
        return loaderWith({ workerPath: place === 'in the worker' ? realWorker : undefined, ...options });
      }

      it('says what it read, how large and how old it is', async () => {
        const path = fixture('azure.csv');
        const outcome = await newLoader().load({ path }, undefined);
        assert.equal(requestsOf(outcome), 3);
        assert.ok(outcome.kind === 'ready');
        assert.equal(outcome.summary.format, 'Azure LLM inference trace');
        assert.equal(outcome.bytes, statSync(path).size);
        assert.equal(outcome.modifiedMs, Math.floor(statSync(path).mtimeMs));
      });

      it('says what is missing and what failed, with the line', async () => {
        const loader = newLoader();
        assert.deepEqual(await loader.load({ path: join(folder, 'nowhere.csv') }, undefined), { kind: 'missing' });
        assert.deepEqual(await loader.load({ path: fixture('azure.csv/below') }, undefined), { kind: 'missing' });
        const failed = await loader.load(written('bad.csv', `${HEADER}x,1\n`), undefined);
        assert.ok(failed.kind === 'failed');
        assert.match(failed.message, /its only row was skipped at line 2/);
        assert.equal(failed.line, 2);
        const directory = await loader.load({ path: folder }, undefined);
        assert.ok(directory.kind === 'failed' && /is a directory/.test(directory.message));
      });

      it('reads again when the file has changed, and only then', async () => {
        const loader = newLoader();
        const source = written('grows.csv', `${HEADER}1,2\n`);
        const first = await loader.load(source, undefined);
        assert.equal(await loader.load(source, undefined), first);
        written('grows.csv', `${HEADER}1,2\n3,4\n`);
        assert.equal(requestsOf(await loader.load(source, undefined)), 2);
        const same = await loader.load(source, undefined);
        utimesSync(source.path, new Date(), new Date(2020, 1, 1));
        const touched = await loader.load(source, undefined);
        assert.notEqual(touched, same);
        assert.ok(touched.kind === 'ready' && touched.modifiedMs === new Date(2020, 1, 1).getTime());
      });

      it('keeps mappings apart', async () => {
        const loader = newLoader();
        const source = written('mapped.csv', 'a,b,c\n1,2,0\n');
        const mapped = await loader.load(source, { prefill: 'a', decode: 'b' });
        assert.equal(requestsOf(mapped), 1);
        assert.equal((await loader.load(source, { prefill: 'a', decode: 'c' })).kind, 'failed');
        assert.equal((await loader.load(source, undefined)).kind, 'failed');
        assert.equal(await loader.load(source, { prefill: 'a', decode: 'b' }), mapped);
      });

      it('takes text by its version', async () => {
        const loader = newLoader();
        const load = (text: string, version: number) => loader.load({ name: 'x', text, version }, undefined);
        const first = await load(`${HEADER}1,2\n`, 1);
        assert.ok(first.kind === 'ready' && first.modifiedMs === undefined && first.bytes === HEADER.length + 4);
        assert.equal(await load(`${HEADER}1,2\n`, 1), first);
        assert.equal(requestsOf(await load(`${HEADER}1,2\n3,4\n`, 2)), 2);
      });

      it('forgets the least recently used', async () => {
        const loader = newLoader({ maxCached: 2 });
        const sources = ['l1.csv', 'l2.csv', 'l3.csv'].map((name) => written(name, `${HEADER}1,2\n`));
        const load = (index: number) => loader.load(sources[index]!, undefined);
        const [first, second] = [await load(0), await load(1)];
        assert.equal(await load(0), first);
        await load(2);
        assert.equal(await load(0), first);
        assert.notEqual(await load(1), second);
      });

      it('shares one read among simultaneous requests', async () => {
        const loader = newLoader();
        const source = written('shared.csv', `${HEADER}${'1,2\n'.repeat(300_000)}`);
        const shares: number[][] = [[], []];
        const outcomes = await Promise.all(
          shares.map((seen) => loader.load(source, undefined, { onProgress: (share) => seen.push(share) })),
        );
        assert.equal(outcomes[0], outcomes[1]);
        assert.ok(shares[0]!.length > 0);
        assert.deepEqual(shares[0], shares[1]);
      });

      it('goes on for the second requester when the first aborts', async () => {
        const loader = newLoader();
        const source = written('one-leaves.csv', `${HEADER}${'1,2\n'.repeat(300_000)}`);
        const leaving = new AbortController();
        const first = loader.load(source, undefined, {
          signal: leaving.signal,
          onProgress: () => leaving.abort('left'),
        });
        const second = loader.load(source, undefined);
        await assert.rejects(first, (error) => error === 'left');
        assert.equal(requestsOf(await second), 300_000);
      });

      it('stops when all have aborted, keeps nothing, and reads afresh when asked again', async () => {
        const loader = newLoader();
        const source = written('all-leave.csv', `${HEADER}${'1,2\n'.repeat(1_000_000)}`);
        const controllers = [new AbortController(), new AbortController()];
        const loads = controllers.map(({ signal }, index) => {
          const onProgress = (): void => controllers[index]!.abort(index);
          return loader.load(source, undefined, { signal, onProgress });
        });
        const results = await Promise.allSettled(loads);
        assert.deepEqual(
          results.map((result) => result.status === 'rejected' && result.reason),
          [0, 1],
        );
        assert.equal(requestsOf(await loader.load(source, undefined)), 1_000_000);
      });

      it('does not start when already aborted', async () => {
        const signal = AbortSignal.abort('before');
        const load = newLoader().load({ path: fixture('azure.csv') }, undefined, { signal });
        await assert.rejects(load, (error) => error === 'before');
      });

      it('gives the requests that are asked for, with the summary that loading gives', async () => {
        const loader = newLoader();
        const request = written('requests.csv', `${HEADER}1,2\n3,0\n5,6\n7,8\n`);
        const loaded = await loader.load(request, undefined);
        const outcome = await loader.requests(request, undefined, { kind: 'first', limit: 2 });
        assert.ok(outcome.kind === 'ready' && loaded.kind === 'ready');
        assert.deepEqual(outcome.summary, loaded.summary);
        const none = { arrivalSeconds: undefined };
        assert.deepEqual(outcome.list, { prefill: Float64Array.of(1, 5), decode: Float64Array.of(2, 6), ...none });
        const all = await loader.requests({ name: 'x', text: `${HEADER}9,9\n`, version: 1 }, undefined, {
          kind: 'sample',
          limit: 5,
          seed: 1,
        });
        assert.ok(all.kind === 'ready');
        assert.deepEqual(all.list, { prefill: Float64Array.of(9), decode: Float64Array.of(9), ...none });
        const timed = written('timed.csv', 'num_prefill_tokens,num_decode_tokens,arrived_at\n1,2,7.5\n3,4,5\n');
        const arrived = await loader.requests(timed, undefined, FIRST);
        assert.ok(arrived.kind === 'ready');
        assert.deepEqual(arrived.list.arrivalSeconds, Float64Array.of(7.5, 5));
      });

      it('gives the messages of loading where there are no requests', async () => {
        const loader = newLoader();
        for (const request of [{ path: join(folder, 'nowhere.csv') }, written('bad.csv', `${HEADER}x,1\n`)]) {
          const loaded = await loader.load(request, undefined);
          assert.notEqual(loaded.kind, 'ready');
          assert.deepEqual(await loader.requests(request, undefined, FIRST), loaded);
        }
      });

      it('keeps the latest list only, for the same trace and choice', async () => {
        const loader = newLoader();
        const source = written('kept.csv', `${HEADER}1,2\n3,4\n5,6\n`);
        const requests = (keep: KeepRequests) => loader.requests(source, undefined, keep);
        const first = await requests(FIRST);
        assert.equal(await requests({ ...FIRST }), first);
        const choices: readonly KeepRequests[] = [
          { kind: 'first', limit: 2 },
          { kind: 'sample', limit: 2, seed: 1 },
          { kind: 'sample', limit: 2, seed: 2 },
        ];
        for (const keep of choices) {
          const outcome = await requests(keep);
          assert.ok(outcome.kind === 'ready' && outcome.list.decode.length === 2);
          assert.equal(await requests(keep), outcome);
        }
        const again = await requests(FIRST);
        assert.notEqual(again, first);
        assert.deepEqual(again, first);
        written('kept.csv', `${HEADER}1,2\n`);
        const changed = await requests(FIRST);
        assert.ok(changed.kind === 'ready' && changed.list.decode.length === 1);
      });

      it('stops collecting requests when aborted, with the reason, and collects afresh when asked again', async () => {
        const loader = newLoader();
        const source = written('list-aborted.csv', `${HEADER}${'1,2\n'.repeat(1_000_000)}`);
        const controller = new AbortController();
        const shares: number[] = [];
        const onProgress = (share: number): void => {
          shares.push(share);
          controller.abort('enough');
        };
        const stopped = loader.requests(source, undefined, FIRST, { signal: controller.signal, onProgress });
        await assert.rejects(stopped, (error) => error === 'enough');
        assert.equal(shares.length, 1);
        const before = loader.requests(source, undefined, FIRST, { signal: AbortSignal.abort('before') });
        await assert.rejects(before, (error) => error === 'before');
        const outcome = await loader.requests(source, undefined, FIRST);
        assert.ok(outcome.kind === 'ready' && outcome.list.prefill.length === FIRST.limit);
        assert.equal(outcome.summary.moments.n, 1_000_000);
      });

      it('rejects what runs when disposed, and what comes after', async () => {
        const loader = newLoader();
        const source = written('disposed.csv', `${HEADER}${'1,2\n'.repeat(500_000)}`);
        const load = loader.load(source, undefined, { onProgress: () => loader.dispose() });
        await assert.rejects(load, /disposed/);
        await assert.rejects(loader.load(source, undefined), /disposed/);
        await assert.rejects(loader.requests(source, undefined, FIRST), /disposed/);
      });
    });
  }

  it('starts the worker again after it stopped for want of work', async () => {
    const loader = loaderWith({ workerPath: realWorker, idleMs: 1 });
    const load = (version: number) => loader.load({ name: 'x', text: `${HEADER}1,2\n`, version }, undefined);
    assert.equal(requestsOf(await load(1)), 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(requestsOf(await load(2)), 1);
  });

  for (const [name, cause] of [
    ['crash', /stopped unexpectedly \(boom\)/],
    ['exit', /stopped unexpectedly\./],
  ] as const) {
    it(`survives a worker that ${name === 'crash' ? 'throws' : 'exits'}`, async () => {
      const loader = loaderWith({ workerPath: fragileWorker });
      const good = { name: 'good', text: `${HEADER}1,2\n`, version: 1 };
      assert.equal(requestsOf(await loader.load(good, undefined)), 1);
      const bad = { name, text: `${HEADER}1,2\n`, version: 1 };
      for (const _ of [1, 2]) {
        const outcome = await loader.load(bad, undefined);
        assert.ok(outcome.kind === 'failed');
        assert.match(outcome.message, cause);
        assert.deepEqual(await loader.requests(bad, undefined, FIRST), outcome);
      }
      assert.equal(requestsOf(await loader.load({ ...good, version: 2 }, undefined)), 1);
    });
  }

  it('fails the loads when the worker cannot be started', async () => {
    const loader = loaderWith({ workerPath: join(folder, 'no-such-worker.js') });
    const outcome = await loader.load({ path: fixture('azure.csv') }, undefined);
    assert.ok(outcome.kind === 'failed');
    assert.match(outcome.message, /stopped unexpectedly \(Cannot find module/);
  });
});
