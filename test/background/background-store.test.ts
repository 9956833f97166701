import assert from 'node:assert/strict';
import { BackgroundStore } from '../../server/src/background/background-store';

type State = string | number | undefined;
type Store = BackgroundStore<State, string>;

/** A store with what it told. */
function watched(mostKept?: number) {
  const logged: string[] = [];
  let changes = 0;
  const store: Store = new BackgroundStore<State, string>({
    initial: undefined,
    failed: (error, about) => `${about} failed: ${(error as Error).message}`,
    log: (error, about) => logged.push(`${about}: ${(error as Error).message}`),
    onChange: () => changes++,
    ...(mostKept === undefined ? {} : { mostKept }),
  });
  return { store, logged, changes: () => changes };
}

/** Work that ends when the test says so. */
function work() {
  let begun = 0;
  const signals: AbortSignal[] = [];
  let [resolve, reject] = [(_: State) => {}, (_: Error) => {}];
  return {
    of: (signal: AbortSignal): Promise<State> => {
      begun++;
      signals.push(signal);
      return new Promise((...both) => {
        [resolve, reject] = both;
      });
    },
    begun: () => begun,
    aborted: () => signals.map((signal) => signal.aborted),
    end: (value: State) => resolve(value),
    fail: (message: string) => reject(new Error(message)),
  };
}

const stateOf = (store: Store, key: string, { of }: Pick<ReturnType<typeof work>, 'of'>): State =>
  store.stateOf(key, `about ${key}`, of);

describe('a background store', () => {
  it('answers at once, works once for each question, and tells when the answer is there', async () => {
    const { store, changes, logged } = watched();
    const [one, other] = [work(), work()];
    assert.equal(stateOf(store, 'one', one), undefined);
    assert.equal(stateOf(store, 'one', one), undefined);
    assert.equal(stateOf(store, 'other', other), undefined);
    assert.deepEqual(
      store.entries().map(({ about, isUnderWay }) => [about, isUnderWay]),
      [
        ['about one', true],
        ['about other', true],
      ],
    );
    one.end(1);
    other.end(2);
    await store.settled();
    assert.equal(stateOf(store, 'one', one), 1);
    assert.equal(stateOf(store, 'other', other), 2);
    assert.deepEqual([one.begun(), other.begun(), changes(), logged.length], [1, 1, 2, 0]);
    assert.ok(store.entries().every(({ isUnderWay }) => !isUnderWay));
  });

  it('logs a failure once, loses only that work, and does not try again', async () => {
    const { store, changes, logged } = watched();
    const [bad, good] = [work(), work()];
    stateOf(store, 'bad', bad);
    stateOf(store, 'good', good);
    bad.fail('boom');
    good.end(3);
    await store.settled();
    for (let again = 0; again < 3; again++) assert.equal(stateOf(store, 'bad', bad), 'about bad failed: boom');
    assert.equal(stateOf(store, 'good', good), 3);
    assert.deepEqual([bad.begun(), changes(), logged], [1, 2, ['about bad: boom']]);
  });

  it('keeps the last state while it is made anew, and tells of nothing where it is the same', async () => {
    const { store, changes } = watched();
    const [first, other] = [work(), work()];
    stateOf(store, 'one', first);
    first.end(1);
    await store.settled();
    for (const [value, told] of [
      [1, 1],
      [2, 2],
    ] as const) {
      assert.equal(
        store.renew(({ about, work: again }) => (about === 'about one' ? again : undefined)),
        true,
      );
      assert.equal(stateOf(store, 'one', first), 1);
      first.end(value);
      await store.settled();
      assert.deepEqual([stateOf(store, 'one', first), changes()], [value, told]);
    }
    assert.equal(
      store.renew(() => undefined),
      false,
    );
    // Other work for the same entry, this once.
    store.renew(() => other.of);
    other.end('other');
    await store.settled();
    assert.deepEqual([stateOf(store, 'one', first), first.begun(), other.begun()], ['other', 3, 1]);
  });

  it('takes only the latest of what is made anew, and aborts the work before', async () => {
    const { store, changes, logged } = watched();
    const [old, again] = [work(), work()];
    stateOf(store, 'one', old);
    store.renew(() => again.of);
    again.end('new');
    old.fail('too late');
    await store.settled();
    await new Promise(setImmediate);
    assert.deepEqual([stateOf(store, 'one', old), changes(), logged], ['new', 1, []]);
    assert.deepEqual([old.aborted(), again.aborted()], [[true], [false]]);
  });

  it('ends work with a state, and leaves alone what is not under way', async () => {
    const { store, changes } = watched();
    const [slow, done] = [work(), work()];
    stateOf(store, 'slow', slow);
    stateOf(store, 'done', done);
    done.end(1);
    await new Promise(setImmediate);
    store.conclude(() => 'cancelled');
    assert.deepEqual([stateOf(store, 'slow', slow), stateOf(store, 'done', done)], ['cancelled', 1]);
    slow.end(2);
    await store.settled();
    assert.equal(stateOf(store, 'slow', slow), 'cancelled');
    assert.deepEqual([slow.aborted(), changes()], [[true], 2]);
    store.conclude(() => undefined);
    assert.equal(changes(), 2);
  });

  it('drops what nobody needs with its work, and begins anew when asked again', async () => {
    const { store, changes } = watched();
    const [kept, dropped] = [work(), work()];
    stateOf(store, 'kept', kept);
    stateOf(store, 'dropped', dropped);
    store.keepOnly((about) => about === 'about kept');
    dropped.end(1);
    kept.end(2);
    await store.settled();
    assert.deepEqual([dropped.aborted(), kept.aborted(), changes()], [[true], [false], 1]);
    assert.equal(stateOf(store, 'dropped', dropped), undefined);
    assert.equal(dropped.begun(), 2);
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
    const late = work();
    stateOf(store, 'late', late);
    store.dispose();
    late.end(1);
    await store.settled();
    await new Promise(setImmediate);
    const after = work();
    assert.equal(stateOf(store, 'after', after), 'about after failed: AFD Lens is being closed');
    assert.deepEqual([late.aborted(), after.begun(), changes(), logged], [[true], 0, 0, []]);
  });

  it('drops the oldest answers where there are too many, never work under way', async () => {
    const { store } = watched(3);
    const slow = work();
    stateOf(store, 'slow', slow);
    let begun = 0;
    const ask = (key: string) =>
      store.stateOf(key, key, async () => {
        begun++;
        return 0;
      });
    for (const key of ['a', 'b']) ask(key);
    await new Promise(setImmediate);
    assert.equal(begun, 2);
    ask('one more');
    assert.equal(ask('b'), 0);
    assert.equal(ask('a'), undefined, 'it was dropped');
    assert.equal(stateOf(store, 'slow', slow), undefined);
    assert.equal(slow.begun(), 1);
    slow.end(1);
    await store.settled();
  });
});
