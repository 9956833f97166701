import assert from 'node:assert/strict';
import type { LatencyProfileDocument } from '../../server/src/generated/latency-profile';
import { toLatencyProfile } from '../../server/src/latency/latency-profile';

const document: LatencyProfileDocument = {
  apiVersion: 'afd-lens/v1',
  kind: 'LatencyProfile',
  timeUnit: 'ms',
  calibration: 'measured',
  attention: { alpha: 1, beta: 2 },
  ffn: { alpha: 3, beta: 4 },
  communication: { alpha: 5, beta: 6 },
};

describe('a latency profile', () => {
  it('assumes five percent error, communication over the bundle and equal costs', () => {
    const { relativeError, errorStated, latency, weighted, ranges } = toLatencyProfile(document, 'id');
    assert.deepEqual(relativeError, { attention: 0.05, communication: 0.05, ffn: 0.05 });
    assert.equal(errorStated, false);
    assert.equal(latency.communicationScalesWith, 'bundle');
    assert.deepEqual([latency.attentionCost, latency.ffnCost, weighted], [1, 1, false]);
    assert.deepEqual(ranges, { ratio: undefined, batchSize: undefined, tokenLoad: undefined });
  });

  it('takes one error for all stages, or one for each', () => {
    assert.deepEqual(toLatencyProfile({ ...document, relativeError: 0.02 }, 'id').relativeError, {
      attention: 0.02,
      communication: 0.02,
      ffn: 0.02,
    });
    assert.deepEqual(toLatencyProfile({ ...document, relativeError: { ffn: 0.1 } }, 'id').relativeError, {
      attention: 0.05,
      communication: 0.05,
      ffn: 0.1,
    });
  });

  it('orders the ends of a range and weighs only unequal costs', () => {
    const { ranges } = toLatencyProfile({ ...document, calibratedRanges: { ratio: [8, 1] } }, 'id');
    assert.deepEqual(ranges.ratio, { low: 1, high: 8 });
    assert.equal(toLatencyProfile({ ...document, instanceCosts: { attention: 2, ffn: 2 } }, 'id').weighted, false);
    assert.equal(toLatencyProfile({ ...document, instanceCosts: { attention: 2, ffn: 1 } }, 'id').weighted, true);
  });
});
