import assert from 'node:assert/strict';
import { idleChart, idleLabels } from '../../../client/webview/ratio/idle-chart';
import { ofClass, textsOf } from '../../charts/elements-of';
import { simulated, theory } from '../../charts/sweeps';
import { viewOf } from './views';

describe('the chart of idle shares', () => {
  it('draws a line and the simulated points of either kind of worker', () => {
    const { drawing, plot } = idleChart(viewOf(theory(), simulated()));
    for (const [name, key] of [
      ['attention', 'idleAttention'],
      ['ffn', 'idleFfn'],
    ] as const) {
      assert.deepEqual(
        ofClass(drawing, `idle-${name}`)[0]!.attributes.points,
        theory().points.map((point) => ({ x: plot.x.at(point.ratio), y: plot.y.at(point[key]) })),
      );
      assert.equal(ofClass(drawing, `idle-dot-${name}`).length, 2);
    }
    assert.deepEqual(textsOf(drawing, 'axis-title'), ['ratio r = attention workers ÷ FFN workers']);
  });

  it('has lines without words at what the chart above it points out', () => {
    const { drawing } = idleChart(viewOf(theory()));
    assert.equal(ofClass(drawing, 'marker').length, 2);
    assert.deepEqual(textsOf(drawing, 'marker-label'), []);
  });

  it('is numbered in per cent', () => {
    assert.deepEqual(idleLabels(theory(), undefined), ['0 %', '10 %', '20 %', '30 %', '40 %', '50 %']);
  });

  it('marks both values of a point', () => {
    const { marked, plot } = idleChart(viewOf(theory()));
    const rings = marked(0).filter(({ name }) => name === 'circle');
    assert.deepEqual(
      rings.map(({ attributes }) => attributes.cy),
      [plot.y.at(0.01), plot.y.at(0.49)],
    );
  });
});
