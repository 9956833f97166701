import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spreadLabels } from '../../server/src/charts/label-layout';

const labels = fc.array(
  fc.record({
    centre: fc.double({ min: -50, max: 650, noNaN: true }),
    width: fc.double({ min: 5, max: 90, noNaN: true }),
  }),
  { maxLength: 5 },
);

describe('labels in a row', () => {
  it('stay where they want to be when there is room', () => {
    const wanted = [
      { centre: 300, width: 80 },
      { centre: 100, width: 60 },
    ];
    assert.deepEqual(spreadLabels(wanted, 0, 400, 10), [300, 100]);
  });

  it('make room for each other to equal parts', () => {
    const wanted = [
      { centre: 200, width: 100 },
      { centre: 200, width: 100 },
    ];
    assert.deepEqual(spreadLabels(wanted, 0, 400, 10), [145, 255]);
  });

  it('are pushed in from the edges', () => {
    assert.deepEqual(spreadLabels([{ centre: 0, width: 80 }], 0, 400, 10), [40]);
    assert.deepEqual(spreadLabels([{ centre: 400, width: 80 }], 0, 400, 10), [360]);
  });

  it('are not laid out where they cannot fit', () => {
    assert.equal(spreadLabels([{ centre: 50, width: 101 }], 0, 100, 0), undefined);
  });

  it('never overlap and never leave the row', () => {
    fc.assert(
      fc.property(labels, (wanted) => {
        const centres = spreadLabels(wanted, 0, 600, 8);
        const total = wanted.reduce((sum, { width }) => sum + width + 8, -8);
        if (wanted.length > 0 && total > 600) return assert.equal(centres, undefined);
        assert.ok(centres);
        const boxes = wanted
          .map(({ width }, index) => ({ from: centres[index]! - width / 2, to: centres[index]! + width / 2 }))
          .sort((a, b) => a.from - b.from);
        for (const [index, { from, to }] of boxes.entries()) {
          assert.ok(from >= -1e-6 && to <= 600 + 1e-6);
          if (index > 0) assert.ok(from - boxes[index - 1]!.to >= 8 - 1e-6);
        }
      }),
    );
  });
});
