import assert from 'node:assert/strict';
import { columnOfLabels, type LabelRoom } from '../../server/src/charts/side-labels';

const free: LabelRoom = { left: 0, right: 500, top: 0, bottom: 300, lineHeight: 20, drawn: () => [300, 0] };
const label = (x: number, y: number, width = 100) => ({ x, y, width });

describe('labels beside their points', () => {
  it('stand on the right at the height of their points where there is room', () => {
    assert.deepEqual(columnOfLabels([label(100, 50), label(90, 200)], free), {
      side: 'right',
      x: 136,
      middles: [50, 200],
    });
  });

  it('make room for each other', () => {
    const { middles } = columnOfLabels([label(100, 50), label(100, 52), label(100, 54)], free)!;
    assert.deepEqual(middles, [32, 52, 72]);
  });

  it('keep above what is drawn, farther on where there is no room at once', () => {
    const rising = (x: number) => [x < 200 ? 10 : 60, 300] as const;
    const { side, x, middles } = columnOfLabels([label(100, 150), label(100, 160)], { ...free, drawn: rising })!;
    assert.equal(side, 'right');
    assert.ok(x >= 200 && x < 210);
    assert.deepEqual(middles, [30, 50]);
  });

  it('go to the left, below what is drawn, where the right has no room', () => {
    const { side, x, middles } = columnOfLabels([label(450, 150)], { ...free, drawn: () => [100, 200] })!;
    assert.deepEqual([side, x, middles], ['left', 414, [210]]);
  });

  it('are left out where there is no room at all', () => {
    assert.equal(columnOfLabels([label(450, 150)], { ...free, drawn: () => [0, 300] }), undefined);
    assert.equal(columnOfLabels([label(50, 150, 600)], free), undefined);
    assert.equal(columnOfLabels([], free), undefined);
  });
});
