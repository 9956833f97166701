import assert from 'node:assert/strict';
import { isInside, nearestIndex } from '../../server/src/charts/plot';

describe('the plot', () => {
  it('finds the nearest point', () => {
    assert.equal(nearestIndex([1, 2, 4], 2.9), 1);
    assert.equal(nearestIndex([1, 2, 4], 100), 2);
    assert.equal(nearestIndex([], 1), undefined);
  });

  it('has its edges inside', () => {
    const box = { left: 10, right: 20, top: 5, bottom: 9 };
    assert.deepEqual([isInside(box, 10, 9), isInside(box, 9, 7), isInside(box, 15, 10)], [true, false, false]);
  });
});
