import assert from 'node:assert/strict';
import { throughputChart, throughputLabels } from '../../../client/webview/ratio/throughput-chart';
import { ofClass, textsOf } from '../../charts/elements-of';
import { point, simulated, theory } from '../../charts/sweeps';
import { viewOf } from './views';

describe('the chart of throughput', () => {
  it('draws the theory as a line and what was simulated as points with intervals', () => {
    const { drawing, plot } = throughputChart(viewOf(theory(), simulated()));
    const [line, ...others] = ofClass(drawing, 'theory');
    assert.deepEqual(others, []);
    assert.deepEqual(
      line!.attributes.points,
      theory().points.map(({ ratio, throughput }) => ({ x: plot.x.at(ratio), y: plot.y.at(throughput) })),
    );
    assert.deepEqual(
      ofClass(drawing, 'simulated').map(({ attributes }) => [attributes.cx, attributes.cy]),
      [
        [plot.x.at(3), plot.y.at(0.3)],
        [plot.x.at(9), plot.y.at(0.9)],
      ],
    );
    assert.equal(ofClass(drawing, 'interval').length, 2);
    assert.equal(ofClass(drawing, 'best-band').length, 1);
  });

  it('dims a simulation of other inputs', () => {
    const dimmed = (outdated: boolean) =>
      ofClass(throughputChart(viewOf(theory(), simulated(), outdated)).drawing, 'outdated');
    assert.equal(dimmed(false).length, 0);
    const [group, ...others] = dimmed(true);
    assert.deepEqual([ofClass(group!, 'simulated').length, others.length], [2, 0]);
  });

  it('names regimes, and the pools that are pointed out', () => {
    const { drawing } = throughputChart(viewOf(theory()));
    assert.deepEqual(textsOf(drawing, 'regime-label'), ['attention-bound', 'FFN-bound']);
    assert.deepEqual(textsOf(drawing, 'marker-label'), ['configured 3A:1F', 'best 9A:1F']);
    const best = theory({ configured: point(9), recommended: undefined });
    assert.deepEqual(textsOf(throughputChart(viewOf(best)).drawing, 'marker-label'), ['configured and best 9A:1F']);
    const other = theory({ predicted: point(11) });
    assert.equal(textsOf(throughputChart(viewOf(other)).drawing, 'marker-label')[0], 'predicted 11A:1F');
  });

  it('hatches what is over the objective on TPOT, and says so', () => {
    const { drawing, plot } = throughputChart(viewOf(theory({ tpotLimit: 450 })));
    const [border] = ofClass(drawing, 'over-tpot-border');
    assert.equal(border!.attributes.x1, plot.x.at(4.5));
    assert.deepEqual(textsOf(drawing, 'over-tpot-label'), ['over the TPOT objective 450 cycles']);
  });

  it('has numbers that its labels tell the width of', () => {
    const { drawing } = throughputChart(viewOf(theory(), simulated()));
    for (const label of throughputLabels(theory(), simulated())) assert.ok(textsOf(drawing, 'tick').includes(label));
  });

  it('marks a point by a line and a ring, and none where there is no point', () => {
    const { marked, plot } = throughputChart(viewOf(theory()));
    const [line, ring] = marked(4);
    assert.equal(line!.attributes.x1, plot.x.at(5));
    assert.deepEqual([ring!.attributes.cx, ring!.attributes.cy], [plot.x.at(5), plot.y.at(0.5)]);
    assert.deepEqual(marked(99), []);
  });
});
