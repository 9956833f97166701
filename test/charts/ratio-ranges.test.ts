import assert from 'node:assert/strict';
import { rangesOverLimit, regimeRanges } from '../../server/src/charts/ratio-ranges';
import { point } from './sweeps';

describe('ranges of ratios', () => {
  it('gather neighbours of one regime, which meet halfway', () => {
    const points = [point(1), point(3), point(5, { regime: 'pipeline' }), point(10), point(12)];
    assert.deepEqual(regimeRanges(points), [
      { regime: 'attention', from: 1, to: 4 },
      { regime: 'pipeline', from: 4, to: 7.5 },
      { regime: 'ffn', from: 7.5, to: 12 },
    ]);
  });

  it('are none without points', () => {
    assert.deepEqual(regimeRanges([]), []);
  });

  it('over the TPOT objective begin where the line crosses it', () => {
    const points = [1, 2, 3, 4].map((attention) => point(attention));
    assert.deepEqual(rangesOverLimit(points, 250), [{ from: 2.5, to: 4 }]);
    assert.deepEqual(rangesOverLimit(points, 400), []);
    assert.deepEqual(rangesOverLimit(points, 50), [{ from: 1, to: 4 }]);
  });

  it('over the objective are as many as there are crossings', () => {
    const points = [400, 100, 100, 400].map((tpot, index) => point(index + 1, { tpot }));
    assert.deepEqual(rangesOverLimit(points, 250), [
      { from: 1, to: 1.5 },
      { from: 3.5, to: 4 },
    ]);
  });

  it('take a TPOT without bound as over the objective', () => {
    const points = [point(1), point(2, { tpot: Number.POSITIVE_INFINITY })];
    assert.equal(rangesOverLimit(points, 250).length, 1);
  });
});
