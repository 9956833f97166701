import assert from 'node:assert/strict';
import { markerDots, markerLabels, markerLines } from '../../../client/webview/ratio/ratio-markers';
import { ratioPlot } from '../../../client/webview/ratio/ratio-plot';
import { linearAxis } from '../../../server/src/charts/axis';
import { point, theory } from '../../charts/sweeps';

const room = { width: 700, height: 200, left: 50, above: 20, below: 30, head: 10, foot: 5 };
const plot = ratioPlot(room, [1, 12], (range) => linearAxis([0, 1], range));
const sweep = theory({ predicted: point(11) });

describe('what is pointed out over the ratio', () => {
  it('has a line and a point each, those of the prediction under the others', () => {
    assert.deepEqual(
      markerLines(sweep, plot, true).map(({ attributes }) => [attributes.class, attributes.x1, attributes.y1]),
      [
        ['marker marker-predicted', plot.x.at(11), plot.top - 4],
        ['marker marker-configured', plot.x.at(3), plot.top - 4],
        ['marker marker-best', plot.x.at(9), plot.top - 4],
      ],
    );
    assert.deepEqual(
      markerDots(sweep, plot).map(({ attributes }) => [attributes.cx, attributes.cy]),
      [11, 3, 9].map((workers) => [plot.x.at(workers), plot.y.at(point(workers).throughput)]),
    );
    assert.equal(markerLines(sweep, plot, false)[0]!.attributes.y1, plot.top);
  });

  it('has words above that make room for each other, and none where there is no room', () => {
    const near = theory({ configured: point(8) });
    const [configured, best] = markerLabels(near, plot, (text) => 7 * text.length);
    assert.deepEqual([configured!.children, best!.children], [['configured 8A:1F'], ['best 9A:1F']]);
    const apart = Number(best!.attributes.x) - Number(configured!.attributes.x);
    assert.ok(apart >= (7 * ('configured 8A:1F'.length + 'best 9A:1F'.length)) / 2 + 14 - 1e-9);
    assert.deepEqual(
      markerLabels(near, plot, () => 500),
      [],
    );
  });
});
