import assert from 'node:assert/strict';
import { isOutlier, setAside, slightOutlier } from '../../../server/src/latency/fit/set-aside';

const row = (line: number, residual: number, weight: number) => ({ line, residual, weight });

describe('set-aside', () => {
  it('takes slow rows at the very start for warm-up, and others for outliers', () => {
    const rows = [row(2, 0.8, 0), row(3, 0.001, 1), row(4, -0.4, 0.09), row(5, 0.2, 0.1)];
    assert.deepEqual(
      setAside(rows).map(({ line, message }) => [line, message.split(':')[0]]),
      [
        [2, 'warm-up'],
        [4, 'outlier'],
      ],
    );
    assert.deepEqual([isOutlier({ weight: 0.099 }), isOutlier({ weight: 0.1 })], [true, false]);
  });

  it('knows by how much rows differ that are set aside and yet no mistakes', () => {
    assert.equal(slightOutlier([row(2, 0.03, 0), row(3, -0.05, 0), row(4, 0.09, 1), row(5, 3, 0)]), 0.05);
    assert.equal(slightOutlier([row(2, 0.099, 0), row(3, 0.1, 0)]), 0.099);
    assert.equal(slightOutlier([row(2, 0.02, 1)]), 0);
  });
});
