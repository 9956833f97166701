import assert from 'node:assert/strict';
import { type Curve, curveFront } from '../../server/src/strategy/curve-front';
import { uniforms } from './hand-costs';

interface Point {
  readonly name: number;
  readonly cost: number;
  readonly value: number;
}

/** As a group decodes: cost a + b size, value size over cost. */
function rising(name: number, next: () => number): Curve<Point> {
  const [a, b, last] = [1 + next(), 0.01 + 0.05 * next(), 1 + Math.floor(60 * next())];
  const at = (step: number): Point => {
    const size = 1.25 ** step;
    return { name, cost: a + b * size, value: size / (a + b * size) };
  };
  return { points: () => ({ first: 0, last, at }) };
}

function allPoints(curves: readonly Curve<Point>[]): readonly Point[] {
  return curves.flatMap(({ points }) => {
    const { first, last, at } = points();
    return Array.from({ length: last - first + 1 }, (_, i) => at(first + i));
  });
}

describe('curveFront', () => {
  it('has for each point one that costs hardly more and is worth hardly less', () => {
    const next = uniforms(11);
    const factors: number[] = [];
    for (let round = 0; round < 200; round++) {
      const curves = Array.from({ length: 1 + Math.floor(12 * next()) }, (_, i) => rising(i, next));
      const front = curveFront(curves, []);
      for (const { cost, value } of allPoints(curves)) {
        factors.push(Math.min(...front.map((point) => Math.max(point.cost / cost, value / point.value))));
      }
    }
    assert.ok(Math.max(...factors) < 1.15);
    assert.ok(factors.filter((factor) => factor > 1.05).length < factors.length / 1000);
  });

  it('is ascending, and of points of the curves', () => {
    const curves = [1, 2, 3].map((name) => rising(name, uniforms(name)));
    const all = allPoints(curves);
    const front = curveFront(curves, []);
    front.forEach((point, i) => {
      assert.ok(all.some((each) => each.cost === point.cost && each.value === point.value && each.name === point.name));
      const before = front[i - 1];
      assert.ok(before === undefined || (point.cost > before.cost && point.value > before.value));
    });
  });

  it('has nothing that is beaten anyway, and does not look at curves whose bound is', () => {
    const curve = rising(0, uniforms(1));
    assert.deepEqual(curveFront([curve], [{ cost: 0, value: 1e9 }]), []);
    const barred: Curve<Point> = { bound: { cost: 1, value: 2 }, points: () => assert.fail('looked at') };
    assert.deepEqual(curveFront([barred], [{ cost: 0.5, value: 3 }]), []);
    assert.ok(curveFront([curve], [{ cost: 1e9, value: 0 }]).length > 0);
  });
});
