import assert from 'node:assert/strict';
import { sign, signBand, signInterval, signLine, signPoint } from '../../../client/webview/charts/sign';
import type { Looks } from '../../../server/src/charts/marks';

const looks: Looks<'a'> = {
  line: () => ({ attributes: { class: 'line' } }),
  points: () => ({ attributes: { class: 'point' }, size: 3 }),
  interval: () => ({ attributes: { class: 'interval' } }),
  band: () => ({ attributes: { class: 'band' }, size: 6 }),
};

const attributesOf = (...marks: Parameters<typeof sign<'a'>>[1][]) =>
  sign(looks, ...marks).children.map((child) => (typeof child === 'string' ? child : child.attributes));

describe('signs of a legend', () => {
  it('are marks that look as in the chart, in the middle of a small picture', () => {
    assert.deepEqual(sign(looks).attributes.viewBox, '0 0 24 16');
    assert.deepEqual(attributesOf(signLine('a'), signPoint('a', 'circle'), signBand('a')), [
      {
        class: 'line',
        points: [
          { x: 1, y: 8 },
          { x: 23, y: 8 },
        ],
      },
      { class: 'point', cx: 12, cy: 8, r: 3 },
      { class: 'band', x: 1, y: 5, width: 22, height: 6 },
    ]);
    const [interval] = attributesOf(signInterval('a')) as [{ d: readonly unknown[] }];
    assert.deepEqual(interval.d.slice(0, 4), ['M', { x: 9, y: 2 }, 'H', 15]);
  });
});
