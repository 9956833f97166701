import assert from 'node:assert/strict';
import { sampleOf } from '../../../server/src/latency/fit/row-sample';

describe('row sample', () => {
  it('keeps all of a few, and about as many as asked for of many, in their order', () => {
    assert.deepEqual(sampleOf([3, 1, 2], 3), [3, 1, 2]);
    const sample = sampleOf(
      Array.from({ length: 100_000 }, (_, i) => i),
      1000,
    );
    assert.ok(Math.abs(sample.length - 1000) <= 2);
    assert.deepEqual(
      sample,
      sample.toSorted((a, b) => a - b),
    );
  });

  it('meets every phase of what is periodic about as often', () => {
    for (const period of [2, 7, 10, 50, 100]) {
      const met = new Map<number, number>();
      for (const i of sampleOf(Array.from({ length: 100_000 }, (_, at) => at), 5000)) // biome-ignore format: one idea
        met.set(i % period, (met.get(i % period) ?? 0) + 1);
      const expected = 5000 / period;
      assert.equal(met.size, period);
      for (const count of met.values())
        assert.ok(count > 0.7 * expected && count < 1.3 * expected, `${period} ${count}`);
    }
  });
});
