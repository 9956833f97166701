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
    const { prefill, decode } = sample(1);
    assert.equal(new Set(prefill).size, 500);
    assert.ok(prefill.every((p, index) => decode[index] === p + 1 && p >= 0 && p < 20_000));
    assert.deepEqual(sample(1), { prefill, decode });
    assert.notDeepEqual(sample(2), { prefill, decode });
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
    assert.deepEqual(before, { prefill: Float64Array.of(1), decode: Float64Array.of(2) });
    assert.deepEqual(keeper.list(), { prefill: Float64Array.of(3), decode: Float64Array.of(4) });
    assert.notEqual(before.prefill.buffer, before.decode.buffer);
  });
});
