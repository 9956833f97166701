import assert from 'node:assert/strict';
import { idleDomain, nearestIndex, plotOf, ratioDomain, throughputDomain } from '../../../client/webview/charts/plot';
import { point, simulated, theory } from '../ratio/sweeps';

describe('the plot', () => {
  it('shows all points, the configured and the best ratio', () => {
    assert.deepEqual(ratioDomain(theory()), [1, 12]);
    const outside = { ...point(20), gain: 0, gainLow: 0, gainHigh: 0 };
    assert.deepEqual(ratioDomain(theory({ recommended: outside })), [1, 20]);
  });

  it('takes in what was simulated, but not intervals that would flatten everything', () => {
    const [low, high] = throughputDomain(theory(), simulated());
    assert.ok(low <= 0.1 && high >= 0.9 * 1.01);
    const wide = simulated().points.map((each) => ({ ...each, throughput: { mean: 0.9, low: -40, high: 42 } }));
    const [from, to] = throughputDomain(theory(), { ...simulated(), points: wide });
    assert.ok(from >= 0 && to <= 1.2);
  });

  it('shows idle shares from nothing, never beyond the whole', () => {
    assert.deepEqual(idleDomain(theory(), undefined), [0, 0.5]);
    assert.deepEqual(idleDomain(theory({ points: [point(1, { idleFfn: 0.99 })] }), undefined), [0, 1]);
  });

  it('leaves room at its sides, head and foot', () => {
    const shape = { width: 400, height: 200, left: 50, above: 20, below: 30, head: 10, foot: 5 };
    const { x, y, right, top, bottom } = plotOf({ ...shape, ratios: [1, 12], values: [0, 1] });
    assert.ok(x(1) > 50 && x(12) < right && right < 400);
    assert.deepEqual([y(1), y(0)], [top + 10, bottom - 5]);
    assert.deepEqual([top, bottom], [20, 170]);
  });

  it('finds the nearest point', () => {
    assert.equal(nearestIndex([1, 2, 4], 2.9), 1);
    assert.equal(nearestIndex([1, 2, 4], 100), 2);
    assert.equal(nearestIndex([], 1), undefined);
  });
});
