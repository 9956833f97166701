import assert from 'node:assert/strict';
import { rangeAround, sweepPools } from '../../server/src/sweep/sweep-pools';

const counts = (...args: Parameters<typeof sweepPools>) => sweepPools(...args).map(({ attention }) => attention);

describe('sweep-pools', () => {
  it('takes ratios 1 to 32, or wider around what lies outside, or fewer where all are small', () => {
    assert.deepEqual(rangeAround([1, 3]), { low: 1, high: 24 });
    assert.deepEqual(rangeAround([0.6, 0.75]), { low: 0.6 / 1.5, high: 8 });
    assert.deepEqual(rangeAround([4, 10]), { low: 1, high: 32 });
    assert.deepEqual(rangeAround([4, 40]), { low: 1, high: 60 });
    assert.deepEqual(rangeAround([0.3, 10]), { low: 0.3 / 1.5, high: 32 });
    assert.deepEqual(rangeAround([1e-9, 5000]), { low: 1 / 1024, high: 1024 });
  });

  it('lists every multiple of the step in the range', () => {
    assert.deepEqual(counts({ low: 1, high: 5 }, 1, 1, 40), [1, 2, 3, 4, 5]);
    assert.deepEqual(counts({ low: 1, high: 3 }, 2, 1, 40), [2, 3, 4, 5, 6]);
    assert.deepEqual(counts({ low: 1, high: 3 }, 4, 3, 40), [6, 9, 12], 'the first multiple of 3 from 4 is 6');
    assert.deepEqual(counts({ low: 0.7, high: 0.7 }, 10, 7, 40), [7], 'whatever 0.7 x 10 rounds to');
    assert.deepEqual(counts({ low: 1, high: 1 }, 3, 4, 40), [], 'none');
    assert.ok(sweepPools({ low: 1, high: 9 }, 3, 1, 40).every(({ ffn }) => ffn === 3));
  });

  it('thins long lists but keeps ends, small counts and what must be there', () => {
    const thin = counts({ low: 1, high: 1024 }, 1, 1, 40, [135, 134, 136, 4000, 0]);
    assert.ok(thin.length <= 40 && thin.length > 25, `${thin.length}`);
    assert.deepEqual([thin[0], thin[1], thin[2], thin.at(-1)], [1, 2, 3, 1024]);
    assert.ok([134, 135, 136].every((count) => thin.includes(count)));
    assert.ok(thin.every((count, i) => count > (thin[i - 1] ?? 0)));
  });
});
