import assert from 'node:assert/strict';
import { firstRead, placedAt, placedPoints, stepAmong } from '../../../client/webview/strategies/strategy-places';
import { paretoPlot } from '../../../client/webview/strategies/strategy-plot';
import { allSeries, strategyPoint, strategySeries } from '../../charts/compared';

describe('the places of strategies', () => {
  const series = allSeries();

  it('are read from the best of those that are chosen', () => {
    assert.equal(firstRead(placedPoints(series)), 1);
    assert.equal(firstRead(placedPoints([series[3]!, series[0]!])), 4);
    const unchosen = strategySeries('aggregated', 1, { points: [strategyPoint(1, 1), strategyPoint(2, 0.5)] });
    assert.equal(firstRead(placedPoints([unchosen])), 0);
  });

  it('are walked along a strategy by left and right, to its ends', () => {
    const step = (key: string, from: number) => stepAmong(series, key, from);
    assert.deepEqual([step('ArrowRight', 3), step('ArrowLeft', 3), step('ArrowRight', 5)], [4, 3, 5]);
    assert.deepEqual([step('Home', 4), step('End', 4)], [3, 5]);
    assert.equal(step('Enter', 4), undefined);
  });

  it('are walked across strategies by up and down, at about the same speed', () => {
    const points = [5, 9, 11, 30].map((perUser) => strategyPoint(perUser, 1));
    const other = strategySeries('aggregated', 1, { points });
    const step = (key: string, from: number) => stepAmong([strategySeries(), other], key, from);
    assert.deepEqual([step('ArrowDown', 0), step('ArrowUp', 0), step('ArrowDown', 2)], [5, 5, 6]);
    assert.deepEqual([step('ArrowDown', 3), step('ArrowUp', 6)], [0, 2]);
  });

  it('are found by a pointer near them, and not from afar', () => {
    const plot = paretoPlot({ series, objective: undefined }, { width: 800, left: 60 });
    const third = series[2]!.points[1]!;
    const [x, y] = [plot.x.at(third.perUser), plot.y.at(third.throughput)];
    const at = (left: number, top: number) => placedAt(placedPoints(series), plot, left, top);
    assert.equal(at(x + 3, y - 3), 7);
    assert.equal(at(plot.right - 5, plot.top + 5), undefined);
    assert.equal(at(plot.left - 5, y), undefined);
  });
});
