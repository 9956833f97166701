import assert from 'node:assert/strict';
import { ratioPlot } from '../../../client/webview/ratio/ratio-plot';
import { linearAxis } from '../../../server/src/charts/axis';

const unit = (range: readonly [number, number]) => linearAxis([0, 1], range);
const room = { width: 400, height: 200, left: 50, above: 20, below: 30, head: 10, foot: 5 };

describe('a plot over the ratio', () => {
  it('leaves room at its sides, head and foot', () => {
    const { x, y, right, top, bottom } = ratioPlot(room, [1, 12], unit);
    assert.ok(x.at(1) > 50 && x.at(12) < right && right < 400);
    assert.deepEqual([y.at(1), y.at(0)], [top + 10, bottom - 5]);
    assert.deepEqual([top, bottom], [20, 170]);
  });

  it('has whole numbers of workers under it, and is logarithmic where a line would squeeze the small ones together', () => {
    assert.deepEqual(ratioPlot({ ...room, width: 250 }, [1, 8], unit).x.ticks.values, [5]);
    const { x } = ratioPlot(room, [1, 100], unit);
    assert.ok(Math.abs(x.at(10) - (x.at(1) + x.at(100)) / 2) < 1e-9);
  });
});
