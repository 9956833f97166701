import assert from 'node:assert/strict';
import { comparePlotHtml, comparePlotSvg } from '../../../server/src/cli/compare/compare-plot';
import { comparisonOf, optionOf, pointOf } from '../../wording/compared';
import { drawnElements } from '../drawn-elements';
import { comparedOf } from './compare-reports';

const at = (perUser: number, throughput: number) => pointOf(throughput, { tpot: 1 / perUser });
const compared = comparedOf(
  comparisonOf('doesNotPay', [
    optionOf('aggregated', 1000, { frontier: [at(80, 1000), at(160, 250)] }),
    optionOf('aggregated-afd', 500, { frontier: [at(80, 500)] }),
  ]),
);

describe('plot of a comparison', () => {
  it('draws a curve through the points of each strategy, and the objective where it lies', () => {
    const drawn = drawnElements(comparePlotSvg('v3.afd.yaml', [compared]));
    const curves = drawn.filter(({ name }) => name === 'polyline').map(({ attributes }) => attributes.points!);
    const [[x80, y1000], [x160, y250]] = curves[0]!.split(' ').map((pair) => pair.split(',').map(Number)) as [
      [number, number],
      [number, number],
    ];
    const [x, y500] = curves[1]!.split(',').map(Number) as [number, number];
    assert.equal(x, x80);
    // Both axes begin at 0: 160 is twice as far as 80, and 500 lies two thirds of the way down from 1,000 to 250.
    const perThroughput = (y250 - y1000) / 750;
    assert.ok(Math.abs(y500 - (y1000 + 500 * perThroughput)) < 0.2);
    const line = drawn.find(({ attributes }) => attributes.class === 'limit')!;
    const perUser = (x160 - x80) / 80;
    assert.ok(Math.abs(Number(line.attributes.x1) - (x80 - 30 * perUser)) < 0.2);
    const best = drawn.filter(({ attributes }) => attributes.class === 'best');
    // One of them explains the sign.
    assert.deepEqual(
      best.map(({ name }) => name),
      ['circle', 'circle', 'path'],
    );
    assert.deepEqual([best[1]!.attributes.cx, best[1]!.attributes.cy].map(Number), [x80, y1000]);
  });

  it('has a panel for each deployment', () => {
    const panels = drawnElements(comparePlotSvg('x', [compared, compared])).filter(({ name }) => name === 'g');
    assert.equal(panels.length, 2);
  });

  it('needs nothing else, is readable in light and dark, and takes no file name for markup', () => {
    for (const markup of [
      comparePlotSvg('<script>"&.yaml', [compared]),
      comparePlotHtml('<script>"&.yaml', [compared]),
    ]) {
      assert.match(markup, /prefers-color-scheme: dark/);
      assert.match(markup, /&lt;script&gt;&quot;&amp;\.yaml/);
      assert.doesNotMatch(markup, /<script|href=|src=|@import|NaN|Infinity/);
      assert.doesNotMatch(markup.replace('http://www.w3.org/2000/svg', ''), /https?:/);
    }
  });
});
