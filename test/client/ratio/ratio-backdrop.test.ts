import assert from 'node:assert/strict';
import { overTpot, overTpotLabels, regimeBands, regimeLabels } from '../../../client/webview/ratio/ratio-backdrop';
import { ratioPlot } from '../../../client/webview/ratio/ratio-plot';
import { linearAxis } from '../../../server/src/charts/axis';
import type { Drawn } from '../../../server/src/charts/drawn';
import { changed, theory } from '../../charts/sweeps';

const room = { width: 700, height: 200, left: 50, above: 20, below: 30, head: 10, foot: 5 };
const plot = ratioPlot(room, [1, 12], (range) => linearAxis([0, 1], range));
const texts = (drawing: readonly Drawn[]) => drawing.flatMap(({ children }) => children);
const measure = (width: number) => (text: string) => width * text.length;

describe('what is behind a chart over the ratio', () => {
  it('has bands of the regimes from edge to edge, and a border between them', () => {
    const bands = regimeBands(theory(), plot).map(({ name, attributes }) => [name, attributes.class, attributes]);
    const [first, second, border] = bands as [string, string, Record<string, number>][];
    assert.deepEqual([first![1], first![2].x], ['regime regime-attention', plot.left]);
    assert.equal(second![2].x! + second![2].width!, plot.right);
    assert.deepEqual([border![1], border![2].x1, bands.length], ['regime-border', plot.x.at(9.5), 3]);
  });

  it('names regimes, shorter where room is scarce, and not at all where there is none', () => {
    assert.deepEqual(texts(regimeLabels(theory(), plot, measure(7))), ['attention-bound', 'FFN-bound']);
    assert.deepEqual(texts(regimeLabels(theory(), plot, measure(40))), ['attention', 'FFN']);
    assert.deepEqual(regimeLabels(theory(), plot, measure(80)), []);
  });

  it('says which objective is missed, as it was asked', () => {
    assert.deepEqual(overTpot(theory(), plot, 'hatch'), []);
    const [region, border] = overTpot(theory({ tpotLimit: 450 }), plot, 'hatch');
    assert.deepEqual([region!.attributes.fill, region!.attributes.x], ['url(#hatch)', plot.x.at(4.5)]);
    assert.equal(border!.attributes.x1, plot.x.at(4.5));
    assert.deepEqual(texts(overTpotLabels(changed({ tpotSeconds: 0.05 }, { tpotLimit: 450 }), plot, measure(7))), [
      'over the TPOT objective 50 ms',
    ]);
  });

  it('keeps the words about the objective inside the plot', () => {
    const [label] = overTpotLabels(theory({ tpotLimit: 1199 }), plot, measure(7));
    assert.ok(Number(label!.attributes.x) + 7 * String(label!.children[0]).length <= plot.right);
  });
});
