import assert from 'node:assert/strict';
import { linearScale, logScale } from '../../server/src/charts/scale';

describe('scales of a chart', () => {
  it('map the ends of the domain to the ends of the range, and reverse where the range does', () => {
    const scale = linearScale([10, 20], [200, 0]);
    assert.deepEqual([10, 15, 20].map(scale), [200, 100, 0]);
  });

  it('put a single value in the middle', () => {
    assert.equal(linearScale([4, 4], [0, 100])(4), 50);
  });

  it('may be logarithmic', () => {
    const scale = logScale([1, 1000], [0, 300]);
    for (const [value, at] of [
      [1, 0],
      [10, 100],
      [1000, 300],
    ] as const)
      assert.ok(Math.abs(scale(value) - at) < 1e-9);
  });
});
