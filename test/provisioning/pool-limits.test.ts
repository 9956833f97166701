import assert from 'node:assert/strict';
import { attentionLimits, ffnRange } from '../../server/src/provisioning/pool-limits';

const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 64 };

describe('pool-limits', () => {
  it('turns ratios into counts', () => {
    const within = attentionLimits({ ...limits, attentionStep: 2, minRatio: 1.5, maxRatio: 3.5, maxCycleTime: 9 }, 3);
    assert.deepEqual(within, { step: 2, min: 5, max: 10, maxCycleTime: 9 });
    assert.deepEqual(ffnRange({ ...limits, ffnStep: 2, minRatio: 1.5, maxRatio: 3.5 }, 21), { low: 3, high: 7 });
  });

  it('includes a ratio whose product is not exact in binary', () => {
    assert.equal(attentionLimits({ ...limits, minRatio: 0.7 }, 10).min, 7);
    assert.equal(attentionLimits({ ...limits, maxRatio: 0.29 }, 100).max, 29);
    assert.deepEqual(ffnRange({ ...limits, maxWorkers: 200, minRatio: 0.07, maxRatio: 0.07 }, 7), {
      low: 100,
      high: 100,
    });
  });

  it('has the largest pool as its only bound otherwise', () => {
    assert.deepEqual(attentionLimits(limits, 3), { step: 1, min: 0, max: 64, maxCycleTime: undefined });
    assert.deepEqual(ffnRange({ ...limits, ffnStep: 10 }, 5), { low: 1, high: 6 });
  });
});
