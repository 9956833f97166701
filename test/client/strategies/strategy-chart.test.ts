import assert from 'node:assert/strict';
import { strategyChart, strategyLegend } from '../../../client/webview/strategies/strategy-chart';
import { allSeries, strategySeries } from '../../charts/compared';
import { elementsOf, ofClass, textsOf } from '../../charts/elements-of';

const measure = (text: string): number => 7 * text.length;
const compared = { series: allSeries(), objective: { tpotSeconds: 0.06, perUser: 16 } };

describe('the chart of strategies', () => {
  it('draws a line, its points, and last the large chosen ones', () => {
    const { drawing, plot } = strategyChart(compared, 800, measure);
    assert.equal(ofClass(drawing, 'strategy-line').length, 4);
    const dots = ofClass(drawing, 'strategy-dot');
    assert.equal(dots.length, 4 * 3 + 4);
    assert.deepEqual(elementsOf(drawing).slice(-4), dots.slice(-4));
    const [first] = ofClass(drawing, 'strategy-aggregated').filter(({ attributes }) => attributes.r === 6.5);
    assert.deepEqual([first!.attributes.cx, first!.attributes.cy], [plot.x.at(20), plot.y.at(800)]);
  });

  it('names the chosen points beside them, and the objective above its line', () => {
    const two = { ...compared, series: compared.series.slice(0, 2) };
    const { drawing, plot } = strategyChart(two, 1200, measure);
    assert.deepEqual(textsOf(drawing, 'chosen-label'), ['aggregated', 'prefill-decode']);
    assert.equal(ofClass(drawing, 'strategy-leader').length, 2);
    assert.deepEqual(textsOf(drawing, 'over-tpot-label'), ['TPOT objective 60 ms']);
    assert.equal(ofClass(drawing, 'over-tpot-border')[0]!.attributes.x1, plot.x.at(16));
  });

  it('names none where that would cover what is drawn', () => {
    assert.deepEqual(textsOf(strategyChart(compared, 400, measure).drawing, 'chosen-label'), []);
  });

  it('has nothing of an objective where there is none', () => {
    const { drawing } = strategyChart({ ...compared, objective: undefined }, 800, measure);
    assert.deepEqual([...ofClass(drawing, 'over-tpot-border'), ...ofClass(drawing, 'over-tpot-label')], []);
  });

  it('marks a point by two lines and a ring', () => {
    const { marked, plot } = strategyChart(compared, 800, measure);
    const point = compared.series[0]!.points[2]!;
    const [upright, level, ring] = marked(point);
    assert.deepEqual([upright!.attributes.x1, level!.attributes.y1], [plot.x.at(40), plot.y.at(300)]);
    assert.deepEqual([ring!.attributes.cx, ring!.attributes.cy], [plot.x.at(40), plot.y.at(300)]);
  });

  it('is explained by signs that look as in it', () => {
    const legend = strategyLegend([strategySeries('aggregated', 1, { missed: 'misses TPOT 60 ms' }), allSeries()[1]!]);
    assert.deepEqual(
      legend.map(([, text]) => text),
      ['aggregated (misses TPOT 60 ms)', 'prefill-decode'],
    );
    const [[sign]] = legend as [(typeof legend)[number]];
    assert.deepEqual(
      elementsOf(sign).map(({ name, attributes }) => [name, attributes.class]),
      [
        ['svg', undefined],
        ['polyline', 'strategy-line strategy-aggregated'],
        ['circle', 'strategy-dot strategy-aggregated'],
      ],
    );
  });
});
