import assert from 'node:assert/strict';
import { StudyStore } from '../../server/src/analysis/study-store';
import type { StudyState } from '../../server/src/evaluation/inputs';

/** A store with what it told, and work that ends when the test says so. */
function watched() {
  const logged: string[] = [];
  let changes = 0;
  const store = new StudyStore({
    onChange: () => changes++,
    log: (message, error) => logged.push(`${message}: ${(error as Error).message}`),
  });
  return { store, logged, changes: () => changes };
}

function work(): {
  readonly of: () => Promise<number>;
  readonly begun: () => number;
  readonly end: (value: number) => void;
  readonly fail: (message: string) => void;
} {
  let [begun, resolve, reject] = [0, (_: number) => {}, (_: Error) => {}];
  const promise = new Promise<number>((...both) => {
    [resolve, reject] = both;
  });
  return {
    of: () => {
      begun++;
      return promise;
    },
    begun: () => begun,
    end: (value) => resolve(value),
    fail: (message) => reject(new Error(message)),
  };
}

const stateOf = (store: StudyStore, key: string, { of }: Pick<ReturnType<typeof work>, 'of'>): StudyState<number> =>
  store.stateOf(key, of);

describe('the store of studies', () => {
  it('answers at once, works once for each question, and tells when the answer is there', async () => {
    const { store, changes, logged } = watched();
    const [one, other] = [work(), work()];
    assert.deepEqual(stateOf(store, 'one', one), { kind: 'computing' });
    assert.deepEqual(stateOf(store, 'one', one), { kind: 'computing' });
    assert.deepEqual(stateOf(store, 'other', other), { kind: 'computing' });
    one.end(1);
    other.end(2);
    await store.settled();
    assert.deepEqual(stateOf(store, 'one', one), { kind: 'ready', value: 1 });
    assert.deepEqual(stateOf(store, 'other', other), { kind: 'ready', value: 2 });
    assert.deepEqual([one.begun(), other.begun(), changes(), logged.length], [1, 1, 2, 0]);
  });

  it('logs a failure once, loses only that study, and does not try again', async () => {
    const { store, changes, logged } = watched();
    const [bad, good] = [work(), work()];
    stateOf(store, 'bad', bad);
    stateOf(store, 'good', good);
    bad.fail('boom');
    good.end(3);
    await store.settled();
    for (let again = 0; again < 3; again++)
      assert.deepEqual(stateOf(store, 'bad', bad), { kind: 'failed', why: 'boom' });
    assert.deepEqual(stateOf(store, 'good', good), { kind: 'ready', value: 3 });
    assert.deepEqual([bad.begun(), changes(), logged], [1, 2, ['a study failed: boom']]);
  });

  it('is settled only when what came up meanwhile is done too', async () => {
    const { store } = watched();
    const [first, second] = [work(), work()];
    stateOf(store, 'first', first);
    let settled = false;
    const waiting = store.settled().then(() => {
      settled = true;
    });
    stateOf(store, 'second', second);
    first.end(1);
    await new Promise(setImmediate);
    assert.equal(settled, false);
    second.end(2);
    await waiting;
    assert.equal(settled, true);
  });

  it('says nothing any more once it is disposed of, and begins nothing', async () => {
    const { store, changes, logged } = watched();
    let aborted = false;
    store.stateOf('one', (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const late = work();
    stateOf(store, 'late', late);
    store.dispose();
    late.end(1);
    await store.settled();
    await new Promise(setImmediate);
    const after = work();
    assert.equal(stateOf(store, 'after', after).kind, 'failed');
    assert.deepEqual([aborted, after.begun(), changes(), logged], [true, 0, 0, []]);
  });

  it('drops the oldest answers, never work under way', async () => {
    const { store } = watched();
    const slow = work();
    stateOf(store, 'slow', slow);
    let begun = 0;
    const ask = (key: string) =>
      store.stateOf(key, async () => {
        begun++;
        return 0;
      });
    for (let at = 0; at < 10_000; at++) ask(`${at}`);
    await new Promise(setImmediate);
    assert.equal(begun, 10_000);
    ask('one more');
    assert.deepEqual(ask('9999'), { kind: 'ready', value: 0 });
    assert.deepEqual(ask('0'), { kind: 'computing' }, 'it was dropped');
    assert.deepEqual(stateOf(store, 'slow', slow), { kind: 'computing' });
    assert.equal(slow.begun(), 1);
    slow.end(1);
    await store.settled();
  });
});
