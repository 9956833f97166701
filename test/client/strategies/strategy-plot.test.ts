import assert from 'node:assert/strict';
import { drawnAt, paretoPlot } from '../../../client/webview/strategies/strategy-plot';
import { allSeries, strategyPoint, strategySeries } from './compared';

const room = { width: 800, left: 60 };

describe('the plot of strategies', () => {
  it('takes in all points and the objective', () => {
    const plot = paretoPlot({ series: allSeries(), objective: { tpotSeconds: 0.0125, perUser: 80 } }, room);
    for (const perUser of [10, 80]) assert.ok(plot.x(perUser) > plot.left && plot.x(perUser) < plot.right);
    for (const throughput of [0, 900]) assert.ok(plot.y(throughput) > plot.top && plot.y(throughput) < plot.bottom);
    assert.ok(plot.x(80) > plot.x(40) && plot.y(900) < plot.y(300));
  });

  it('shows throughput from 0 where the chosen points can be told apart there', () => {
    const low = strategySeries('aggregated', 1, {
      points: [strategyPoint(20, 700, { chosen: true }), strategyPoint(90, 2)],
    });
    const { y, yTicks, yText } = paretoPlot({ series: [strategySeries(), low], objective: undefined }, room);
    assert.equal(yTicks.values[0], 0);
    assert.ok(Math.abs(y(0) - y(300) - (y(300) - y(600))) < 1e-9);
    assert.equal(yText(1000), '1,000');
  });

  it('is logarithmic where what is chosen would lie at the bottom, or nothing is', () => {
    const chosen = strategySeries('aggregated', 1, {
      points: [strategyPoint(20, 900), strategyPoint(30, 9, { chosen: true })],
    });
    const none = strategySeries('aggregated', 1, { points: [strategyPoint(20, 900), strategyPoint(30, 9)] });
    for (const series of [chosen, none]) {
      const { y, yTicks } = paretoPlot({ series: [series], objective: undefined }, room);
      assert.ok(Math.abs(y(10) - y(100) - 2 * (y(10) - y(Math.sqrt(1000)))) < 1e-9);
      assert.ok(yTicks.values.includes(100), yTicks.values.join());
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
    assert.ok(Math.abs(near(15) - (near(5) + near(25)) / 2) < 1e-9);
    assert.ok(Math.abs(far(25) - (far(5) + far(125)) / 2) < 1e-9);
  });

  it('draws a single point in its middle', () => {
    const series = [strategySeries('aggregated', 1, { points: [strategyPoint(20, 900, { chosen: true })] })];
    const { x, left, right } = paretoPlot({ series, objective: undefined }, room);
    assert.equal(x(20), (left + right) / 2);
  });

  it('tells how far up and down lines reach beside a place', () => {
    const compared = { series: allSeries(), objective: undefined };
    const plot = paretoPlot(compared, room);
    const [highest, lowest] = drawnAt(compared, plot, plot.x(15));
    assert.ok(highest < plot.y(900) && highest > plot.top, 'above the highest line, whose left end may be at 900');
    assert.ok(lowest > plot.y(200), 'below the lowest line, whose right end may be at 200');
    assert.deepEqual(drawnAt(compared, plot, plot.right)[0], plot.bottom - 6, 'nothing on the right');
    assert.deepEqual(drawnAt(compared, plot, plot.left)[1], plot.top + 6, 'nothing on the left');
  });
});
