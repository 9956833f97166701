import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lastWithin, paretoFront } from '../../server/src/strategy/pareto-front';

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { maxLength: 40 });

describe('paretoFront', () => {
  it('keeps exactly what no other beats', () => {
    fc.assert(
      fc.property(points, (all) => {
        const front = paretoFront<readonly [number, number]>();
        for (const point of all) front.offer(point[0], point[1], () => point);
        const beaten = ([cost, value]: readonly [number, number]): boolean =>
          all.some(([c, v]) => c <= cost && v >= value && (c < cost || v > value));
        const expected = [...new Set(all.filter((point) => !beaten(point)).map(String))].sort();
        assert.deepEqual(front.items().map(String).sort(), expected);
      }),
    );
  });

  it('is ascending in both, and knows what it beats', () => {
    const front = paretoFront<string>();
    front.offer(2, 5, () => 'a');
    front.offer(1, 3, () => 'b');
    front.offer(2, 4, () => 'c');
    assert.deepEqual(front.items(), ['b', 'a']);
    assert.ok(front.beats(3, 5) && front.beats(1, 3));
    assert.ok(!front.beats(3, 6) && !front.beats(0.5, 1));
  });
});

describe('lastWithin', () => {
  it('finds the last item up to a limit', () => {
    const at = (limit: number) => lastWithin([1, 3, 3, 7], (item) => item, limit);
    assert.deepEqual([at(0), at(1), at(3), at(6), at(9)], [undefined, 1, 3, 3, 7]);
  });
});
