import assert from 'node:assert/strict';
import { drawnAt, paretoPlot } from '../../../client/webview/strategies/strategy-plot';
import { allSeries, strategyPoint, strategySeries } from '../../charts/compared';

const room = { width: 800, left: 60 };

describe('the plot of strategies', () => {
  it('takes in all points and the objective', () => {
    const plot = paretoPlot({ series: allSeries(), objective: { tpotSeconds: 0.0125, perUser: 80 } }, room);
    for (const perUser of [10, 80]) assert.ok(plot.x.at(perUser) > plot.left && plot.x.at(perUser) < plot.right);
    for (const throughput of [0, 900])
      assert.ok(plot.y.at(throughput) > plot.top && plot.y.at(throughput) < plot.bottom);
    assert.ok(plot.x.at(80) > plot.x.at(40) && plot.y.at(900) < plot.y.at(300));
  });

  it('shows throughput from 0 where the chosen points can be told apart there', () => {
    const low = strategySeries('aggregated', 1, {
      points: [strategyPoint(20, 700, { chosen: true }), strategyPoint(90, 2)],
    });
    const { y } = paretoPlot({ series: [strategySeries(), low], objective: undefined }, room);
    assert.equal(y.ticks.values[0], 0);
    assert.ok(Math.abs(y.at(0) - y.at(300) - (y.at(300) - y.at(600))) < 1e-9);
    assert.equal(y.text(1000), '1,000');
  });

  it('is logarithmic where what is chosen would lie at the bottom, or nothing is', () => {
    const chosen = strategySeries('aggregated', 1, {
      points: [strategyPoint(20, 900), strategyPoint(30, 9, { chosen: true })],
    });
    const none = strategySeries('aggregated', 1, { points: [strategyPoint(20, 900), strategyPoint(30, 9)] });
    for (const series of [chosen, none]) {
      const { y } = paretoPlot({ series: [series], objective: undefined }, room);
      assert.ok(Math.abs(y.at(10) - y.at(100) - 2 * (y.at(10) - y.at(Math.sqrt(1000)))) < 1e-9);
      assert.ok(y.ticks.values.includes(100), y.ticks.values.join());
    }
  });

  it('is logarithmic in the speed of a user where that differs much', () => {
    const xOf = (most: number) =>
      paretoPlot(
        {
          series: [strategySeries('aggregated', 1, { points: [strategyPoint(5, 9), strategyPoint(most, 5)] })],
          objective: undefined,
        },
        room,
      ).x;
    const near = xOf(25);
    const far = xOf(125);
    assert.ok(Math.abs(near.at(15) - (near.at(5) + near.at(25)) / 2) < 1e-9);
    assert.ok(Math.abs(far.at(25) - (far.at(5) + far.at(125)) / 2) < 1e-9);
  });

  it('draws a single point in its middle', () => {
    const series = [strategySeries('aggregated', 1, { points: [strategyPoint(20, 900, { chosen: true })] })];
    const { x, left, right } = paretoPlot({ series, objective: undefined }, room);
    assert.equal(x.at(20), (left + right) / 2);
  });

  it('tells how far up and down lines reach beside a place', () => {
    const compared = { series: allSeries(), objective: undefined };
    const plot = paretoPlot(compared, room);
    const [highest, lowest] = drawnAt(compared, plot, plot.x.at(15));
    assert.ok(highest < plot.y.at(900) && highest > plot.top, 'above the highest line, whose left end may be at 900');
    assert.ok(lowest > plot.y.at(200), 'below the lowest line, whose right end may be at 200');
    assert.deepEqual(drawnAt(compared, plot, plot.right)[0], plot.bottom - 6, 'nothing on the right');
    assert.deepEqual(drawnAt(compared, plot, plot.left)[1], plot.top + 6, 'nothing on the left');
  });
});
