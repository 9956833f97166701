import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputStore, type InputStoreOptions } from '../../server/src/analysis/input-store';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { TraceLoader } from '../../server/src/workload/trace-loader';

const profile = `apiVersion: afd-lens/v1
kind: LatencyProfile
timeUnit: ms
calibration: measured
attention: { alpha: 1, beta: 1 }
ffn: { alpha: 1, beta: 1 }
communication: { alpha: 1, beta: 1 }
`;
const csv = (decode: number) => `prompt_tokens,completion_tokens\n100,${decode}\n50,${decode}\n`;
const columns = { prefill: 'prompt_tokens', decode: 'completion_tokens' };

describe('the input store', () => {
  let folder = '';
  const stores: InputStore[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'afd-inputs-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) store.dispose();
    await rm(folder, { recursive: true });
  });

  function open(options: Partial<InputStoreOptions> = {}): {
    store: InputStore;
    inputs: Inputs;
    changes: () => number;
  } {
    let count = 0;
    const store = new InputStore({ loader: new TraceLoader({}), onChange: () => count++, ...options });
    stores.push(store);
    return { store, inputs: store.inputsFor({ kind: 'folder', path: folder }), changes: () => count };
  }

  /** The state of a trace or profile once everything is read. */
  async function settled(store: InputStore, ask: () => { kind: string }): Promise<Record<string, unknown>> {
    ask();
    await store.settled();
    return ask() as Record<string, unknown>;
  }

  it('answers at once that it is reading, then with the file, and tells once', async () => {
    await writeFile(join(folder, 't.csv'), csv(500));
    const { store, inputs, changes } = open();
    assert.deepEqual(inputs.trace('t.csv', columns), { kind: 'loading' });
    inputs.trace('./t.csv', columns);
    await store.settled();
    const state = inputs.trace('t.csv', columns);
    assert.ok(state.kind === 'ready' && state.summary.moments.sumD === 1000);
    assert.equal(changes(), 1);
  });

  const absent: readonly [string, string, (path: string) => Promise<unknown>, Record<string, unknown>][] = [
    ['a missing file', 'x.yaml', async () => undefined, { kind: 'missing' }],
    [
      'a path through a file',
      'f/x.yaml',
      (path) => writeFile(join(path, '..'), '').catch(() => writeFile(join(folder, 'f'), '')),
      { kind: 'missing' },
    ],
    ['a folder', 'd.yaml', (path) => mkdir(path), { kind: 'failed', message: 'It is a folder, not a file.' }],
    [
      'an empty file',
      'e.yaml',
      (path) => writeFile(path, ''),
      { kind: 'failed', message: 'It has no document with `kind: LatencyProfile`.' },
    ],
    [
      'a huge file',
      'h.yaml',
      (path) => writeFile(path, ' '.repeat(2_000_000)),
      { kind: 'failed', message: 'The file is too large to be a latency profile.' },
    ],
    [
      'binary garbage',
      'b.yaml',
      (path) => writeFile(path, Buffer.from([0, 1, 2, 255])),
      { kind: 'failed', message: 'The file is not text.' },
    ],
    [
      'NaN',
      'n.yaml',
      (path) => writeFile(path, profile.replace('alpha: 1', 'alpha: .nan')),
      { kind: 'failed', message: '`alpha` is not a number (.nan); it must be a number.' },
    ],
  ];
  for (const [title, name, prepare, expected] of absent) {
    it(`says what is the matter with a profile: ${title}`, async () => {
      await prepare(join(folder, name));
      const { store, inputs } = open();
      const state = await settled(store, () => inputs.profile(name));
      assert.deepEqual({ kind: state.kind, ...(state.message ? { message: state.message } : {}) }, expected);
    });
  }

  it('says that a file may not be read', async () => {
    const path = join(folder, 'p.yaml');
    await writeFile(path, profile);
    await chmod(path, 0);
    await chmod(folder, 0o755);
    const { store, inputs } = open();
    // The superuser may read anything.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      const state = await settled(store, () => inputs.profile('p.yaml'));
      assert.deepEqual([state.kind, state.message], ['failed', 'Reading it is not permitted.']);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  const badTraces: readonly [string, string | Buffer][] = [
    ['binary garbage', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256))],
    ['empty', ''],
    ['prose', 'this is no trace at all\n'],
  ];
  for (const [title, content] of badTraces) {
    it(`says what is the matter with a trace: ${title}`, async () => {
      await writeFile(join(folder, 't.csv'), content);
      const { store, inputs } = open();
      const state = await settled(store, () => inputs.trace('t.csv', undefined));
      assert.equal(state.kind, 'failed');
      assert.match(String(state.message), /^\S[^\n]*\.$/);
    });
  }

  it('follows a file that appears, changes and goes, keeping the last state meanwhile', async () => {
    const path = join(folder, 'p.yaml');
    const { store, inputs, changes } = open();
    const alpha = () => {
      const state = inputs.profile('p.yaml');
      return state.kind === 'ready' ? state.profile.latency.attention.alpha : state.kind;
    };
    await settled(store, () => inputs.profile('p.yaml'));
    assert.equal(alpha(), 'missing');
    await writeFile(path, profile);
    assert.equal(store.refresh(path), true);
    assert.equal(alpha(), 'missing');
    await store.settled();
    assert.equal(alpha(), 1);
    await writeFile(path, profile.replace('alpha: 1', 'alpha: 2'));
    store.refresh(path);
    assert.equal(alpha(), 1);
    await store.settled();
    assert.equal(alpha(), 2);
    store.refresh(path);
    await store.settled();
    assert.equal(changes(), 3, 'an unchanged file is no change');
    await rm(path);
    store.refresh(path);
    await store.settled();
    assert.equal(alpha(), 'missing');
    assert.equal(store.refresh(join(folder, 'other.yaml')), false);
  });

  it('prefers the unsaved text of an editor', async () => {
    await writeFile(join(folder, 'p.yaml'), profile);
    await writeFile(join(folder, 't.csv'), csv(500));
    const texts = new Map([
      [join(folder, 'p.yaml'), profile.replace('alpha: 1', 'alpha: 7')],
      [join(folder, 't.csv'), csv(7)],
    ]);
    let version = 1;
    const { store, inputs } = open({
      bufferOf: (path) => {
        const text = texts.get(path);
        return text === undefined ? undefined : { text, version };
      },
    });
    await settled(store, () => inputs.profile('p.yaml'));
    await settled(store, () => inputs.trace('t.csv', columns));
    const [asProfile, trace] = [inputs.profile('p.yaml'), inputs.trace('t.csv', columns)];
    assert.ok(asProfile.kind === 'ready' && asProfile.profile.latency.attention.alpha === 7);
    assert.ok(trace.kind === 'ready' && trace.summary.moments.sumD === 14 && trace.modifiedMs === undefined);
    texts.set(join(folder, 't.csv'), csv(9));
    version++;
    store.refresh(join(folder, 't.csv'));
    await store.settled();
    const changed = inputs.trace('t.csv', columns);
    assert.ok(changed.kind === 'ready' && changed.summary.moments.sumD === 18);
  });

  it('keeps traces apart by the columns they are read with', async () => {
    await writeFile(join(folder, 't.csv'), 'a,b,c\n1,2,3\n');
    const { store, inputs } = open();
    const sums = async (prefill: string, decode: string) => {
      const state = await settled(store, () => inputs.trace('t.csv', { prefill, decode }));
      return (state.summary as { moments: { sumD: number } } | undefined)?.moments.sumD;
    };
    assert.deepEqual([await sums('a', 'b'), await sums('a', 'c')], [2, 3]);
  });

  it('says that a reading was cancelled and reads again when asked to', async () => {
    const path = join(folder, 't.csv');
    await writeFile(path, csv(500));
    const { store, inputs } = open();
    inputs.trace('t.csv', columns);
    store.cancel(path);
    const cancelled = inputs.trace('t.csv', columns);
    assert.ok(cancelled.kind === 'failed' && /cancelled/.test(cancelled.message));
    store.refresh(path);
    await store.settled();
    assert.equal(inputs.trace('t.csv', columns).kind, 'ready');
  });

  it('drops what nobody refers to, and then stays silent', async () => {
    await writeFile(join(folder, 't.csv'), csv(500));
    const { store, inputs, changes } = open();
    inputs.trace('t.csv', columns);
    assert.deepEqual([...store.paths()], [join(folder, 't.csv')]);
    store.keepOnly(new Set());
    assert.equal(store.paths().size, 0);
    await new Promise((done) => setTimeout(done, 50));
    assert.equal(changes(), 0);
  });

  it('never reads what has no local path', () => {
    const { store } = open();
    const nowhere = store.inputsFor({ kind: 'none', why: 'save this document first' });
    assert.equal(nowhere.trace('t.csv', undefined).kind, 'unreachable');
    assert.equal(nowhere.profile('https://x.org/p.yaml').kind, 'unreachable');
    assert.equal(store.paths().size, 0);
  });

  describe('gives the requests of a trace', () => {
    const keep = { kind: 'first', limit: 10 } as const;
    const here = () => ({ kind: 'folder', path: folder }) as const;

    it('from the file, or from the unsaved text of an editor', async () => {
      const path = join(folder, 't.csv');
      await writeFile(path, csv(500));
      let unsaved: string | undefined;
      const { store, changes } = open({
        bufferOf: (asked) => (asked === path && unsaved !== undefined ? { text: unsaved, version: 3 } : undefined),
      });
      const decode = async () => {
        const outcome = await store.requests(here(), './t.csv', columns, keep);
        return outcome.kind === 'ready' ? [...outcome.list.decode, outcome.summary.moments.sumD] : outcome.kind;
      };
      assert.deepEqual(await decode(), [500, 500, 1000]);
      unsaved = csv(7);
      assert.deepEqual(await decode(), [7, 7, 14]);
      assert.deepEqual([store.paths().size, changes()], [0, 0]);
    });

    it('or why there are none', async () => {
      await writeFile(join(folder, 't.csv'), 'this is no trace at all\n');
      const { store, inputs } = open();
      const state = await settled(store, () => inputs.trace('t.csv', undefined));
      const failed = await store.requests(here(), 't.csv', undefined, keep);
      assert.ok(failed.kind === 'failed');
      assert.deepEqual([failed.message, failed.line], [state.message, state.line]);
      assert.deepEqual(await store.requests(here(), 'x.csv', undefined, keep), { kind: 'missing' });
      for (const [base, reference] of [
        [{ kind: 'none', why: 'save this document first' }, 't.csv'],
        [here(), 'https://x.org/t.csv'],
      ] as const) {
        const unreachable = store.inputsFor(base).trace(reference, undefined);
        assert.ok(unreachable.kind === 'unreachable');
        const outcome = await store.requests(base, reference, undefined, keep);
        assert.deepEqual(outcome, { kind: 'failed', message: unreachable.message });
      }
    });

    it('until it is aborted', async () => {
      await writeFile(join(folder, 't.csv'), csv(500));
      const { store } = open();
      const controller = new AbortController();
      const reading = store.requests(here(), 't.csv', columns, keep, controller.signal);
      controller.abort('enough');
      await assert.rejects(reading, (error) => error === 'enough');
    });
  });

  it('turns a failure of the loader into a state', async () => {
    const loader = {
      load: () => Promise.reject(new Error('out of memory')),
      dispose: () => undefined,
    } as unknown as TraceLoader;
    const { store, inputs } = open({ loader });
    const state = await settled(store, () => inputs.trace('t.csv', undefined));
    assert.deepEqual([state.kind, state.message], ['failed', 'Reading failed: Error: out of memory.']);
  });
});
