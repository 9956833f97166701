import assert from 'node:assert/strict';
import { dot, intervalBar, polylines } from '../../server/src/charts/shapes';

describe('shapes', () => {
  it('of points stand around their middle', () => {
    const at = { x: 10, y: 20 };
    assert.deepEqual(dot('circle', at, 3, { class: 'a' }).attributes, { class: 'a', cx: 10, cy: 20, r: 3 });
    assert.deepEqual(dot('square', at, 3, {}).attributes, { x: 7, y: 17, width: 6, height: 6 });
    assert.deepEqual(dot('cross', at, 3, {}).attributes.d, [
      'M',
      { x: 7, y: 17 },
      'L',
      { x: 13, y: 23 },
      'M',
      { x: 13, y: 17 },
      'L',
      { x: 7, y: 23 },
    ]);
    for (const shape of ['triangle', 'diamond'] as const) {
      const d = dot(shape, at, 10, {}).attributes.d as readonly (string | { x: number; y: number })[];
      const corners = d.filter((part) => typeof part === 'object');
      assert.equal(corners.length, shape === 'triangle' ? 3 : 4);
      assert.ok(Math.abs(corners.reduce((sum, { x }) => sum + x, 0) / corners.length - 10) < 1e-9);
      assert.deepEqual([d[0], d.at(-1)], ['M', 'Z']);
    }
  });

  it('of lines are broken where a value is missing', () => {
    const places = [1, Number.NaN, 3, 4, Number.POSITIVE_INFINITY].map((y, x) => ({ x, y }));
    assert.deepEqual(
      polylines(places, { class: 'line' }).map(({ attributes }) => attributes),
      [
        { class: 'line', points: [{ x: 0, y: 1 }] },
        {
          class: 'line',
          points: [
            { x: 2, y: 3 },
            { x: 3, y: 4 },
          ],
        },
      ],
    );
  });

  it('of intervals have caps at both ends', () => {
    const { d } = intervalBar(10, 50, 40, {}).attributes;
    assert.deepEqual(d, ['M', { x: 7, y: 40 }, 'H', 13, 'M', { x: 10, y: 40 }, 'V', 50, 'M', { x: 7, y: 50 }, 'H', 13]);
  });
});
