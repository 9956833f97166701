import assert from 'node:assert/strict';
import { LatestWork } from '../../server/src/language-server/latest-work';

/** A promise and what settles it. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

describe('work of which only the latest counts', () => {
  it('takes up nothing that was overtaken, in whatever order it ends', async () => {
    const work = new LatestWork<string>();
    const taken: string[] = [];
    const takeUp = (result: string) => taken.push(result) > 0;
    const [slow, quick] = [deferred<string>(), deferred<string>()];
    const first = work.run('a', () => slow.promise, takeUp);
    const second = work.run('a', () => quick.promise, takeUp);
    const settled = work.settled('a').then(() => taken.push('settled'));
    quick.resolve('new');
    assert.equal(await second, true);
    await settled;
    slow.resolve('old');
    assert.equal(await first, false);
    assert.deepEqual(taken, ['new', 'settled']);
    assert.equal(work.has('a'), false);
  });

  it('waits for work that begins while it waits, and keeps keys apart', async () => {
    const work = new LatestWork<number>();
    const [one, two] = [deferred<number>(), deferred<number>()];
    void work.run(
      'a',
      () => one.promise,
      () => true,
    );
    let isSettled = false;
    const settled = work.settled('a').then(() => {
      isSettled = true;
    });
    const second = work.run(
      'a',
      () => two.promise,
      () => true,
    );
    one.resolve(1);
    await work.settled('b');
    await new Promise(setImmediate);
    assert.deepEqual([isSettled, work.has('a'), work.has('b')], [false, true, false]);
    two.resolve(2);
    await Promise.all([second, settled]);
    assert.equal(isSettled, true);
  });

  it('passes on why work failed, and is done with it', async () => {
    const work = new LatestWork<number>();
    const failing = work.run(
      'a',
      () => Promise.reject(new Error('gone')),
      () => true,
    );
    await assert.rejects(failing, /gone/);
    await work.settled('a');
    assert.equal(work.has('a'), false);
  });
});
