import assert from 'node:assert/strict';
import { type KeepRequests, RequestKeeper, type RequestList } from '../../server/src/workload/request-list';

/** What is kept of `count` requests, the nth of which is (n, n + 1). */
function kept(keep: KeepRequests, count: number): RequestList {
  const keeper = new RequestKeeper(keep);
  for (let n = 0; n < count; n++) keeper.add(n, n + 1);
  return keeper.list();
}

function inOrder(length: number): RequestList {
  return {
    prefill: Float64Array.from({ length }, (_, n) => n),
    decode: Float64Array.from({ length }, (_, n) => n + 1),
    arrivalSeconds: undefined,
  };
}

describe('keeping requests', () => {
  it('keeps the first in their order', () => {
    for (const [limit, count, length] of [
      [0, 5, 0],
      [3, 0, 0],
      [3, 3, 3],
      [3, 10_000, 3],
      [5000, 4999, 4999],
      [5000, 9000, 5000],
      [Number.POSITIVE_INFINITY, 3000, 3000],
    ] as const) {
      assert.deepEqual(kept({ kind: 'first', limit }, count), inOrder(length));
    }
  });

  it('samples nothing while all fit', () => {
    for (const count of [0, 1, 1024, 1025, 3000]) {
      assert.deepEqual(kept({ kind: 'sample', limit: 3000, seed: 7 }, count), inOrder(count));
    }
  });

  it('samples different requests, each with its own lengths, and the same ones for the same seed', () => {
    const sample = (seed: number) => kept({ kind: 'sample', limit: 500, seed }, 20_000);
    const { prefill, decode, arrivalSeconds } = sample(1);
    assert.equal(new Set(prefill).size, 500);
    assert.ok(prefill.every((p, index) => decode[index] === p + 1 && p >= 0 && p < 20_000));
    assert.deepEqual(sample(1), { prefill, decode, arrivalSeconds });
    assert.notDeepEqual(sample(2).prefill, prefill);
  });

  it('samples every request equally often', () => {
    const [count, limit, runs] = [40, 10, 20_000];
    const times = new Array<number>(count).fill(0);
    for (let seed = 0; seed < runs; seed++) {
      for (const n of kept({ kind: 'sample', limit, seed }, count).prefill) times[n]! += 1;
    }
    const share = limit / count;
    // Five standard deviations of a binomial count.
    const reach = 5 * Math.sqrt(runs * share * (1 - share));
    for (const seen of times) assert.ok(Math.abs(seen - runs * share) < reach, `${seen} of ${runs * share}`);
  });

  it('gives arrays of their own, which later requests leave alone', () => {
    const keeper = new RequestKeeper({ kind: 'sample', limit: 1, seed: 1 });
    keeper.add(1, 2);
    const before = keeper.list();
    for (let n = 0; n < 50; n++) keeper.add(3, 4);
    const none = { arrivalSeconds: undefined };
    assert.deepEqual(before, { prefill: Float64Array.of(1), decode: Float64Array.of(2), ...none });
    assert.deepEqual(keeper.list(), { prefill: Float64Array.of(3), decode: Float64Array.of(4), ...none });
    assert.notEqual(before.prefill.buffer, before.decode.buffer);
  });

  it('keeps with each request when it arrived, in whatever order', () => {
    for (const keep of [
      { kind: 'first', limit: 5000 },
      { kind: 'sample', limit: 1500, seed: 4 },
    ] as const) {
      const keeper = new RequestKeeper(keep);
      for (let n = 0; n < 9000; n++) keeper.add(n, n + 1, 1.6e9 - n / 8);
      const { prefill, arrivalSeconds } = keeper.list();
      assert.deepEqual(
        arrivalSeconds,
        prefill.map((n) => 1.6e9 - n / 8),
      );
    }
  });

  it('says which requests state no arrival', () => {
    const arrivals = (stated: readonly (number | undefined)[]) => {
      const keeper = new RequestKeeper({ kind: 'first', limit: 3000 });
      for (const seconds of stated) keeper.add(1, 1, seconds);
      return keeper.list().arrivalSeconds;
    };
    assert.equal(arrivals([undefined, undefined]), undefined);
    assert.deepEqual(arrivals([undefined, 0, undefined]), Float64Array.of(Number.NaN, 0, Number.NaN));
    const late = arrivals([...new Array<undefined>(2000).fill(undefined), 7, undefined])!;
    assert.equal(late.length, 2002);
    assert.deepEqual([late[0], late[1999], late[2000], late[2001]], [Number.NaN, Number.NaN, 7, Number.NaN]);
  });

  it('has no arrivals where several clocks are joined', () => {
    const keeper = new RequestKeeper({ kind: 'first', limit: 10 });
    keeper.add(1, 2, 3);
    keeper.forgetArrivals();
    keeper.add(4, 5, 6);
    assert.deepEqual(keeper.list(), {
      prefill: Float64Array.of(1, 4),
      decode: Float64Array.of(2, 5),
      arrivalSeconds: undefined,
    });
  });
});
