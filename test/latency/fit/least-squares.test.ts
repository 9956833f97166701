import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inverseCrossProducts, nonNegativeLeastSquares } from '../../../server/src/latency/fit/least-squares';

const number = fc.integer({ min: -500, max: 500 }).map((value) => value / 100);
const problem = fc.integer({ min: 1, max: 3 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    rows: fc.array(
      fc.record({
        regressors: fc.array(number, { minLength: size, maxLength: size }),
        value: number,
        weight: fc.double({ min: 0.1, max: 3, noNaN: true }),
      }),
      { minLength: size + 2, maxLength: 12 },
    ),
  }),
);

describe('least squares', () => {
  it('finds coefficients from 0 up that no step away improves', () => {
    fc.assert(
      fc.property(problem, ({ size, rows }) => {
        const solution = nonNegativeLeastSquares(
          {
            regressors: rows.map((row) => row.regressors),
            values: rows.map((row) => row.value),
            weights: rows.map((row) => row.weight),
          },
          size,
        );
        const squares = (at: readonly number[]): number =>
          rows.reduce((sum, { regressors, value, weight }) => {
            const away = value - regressors.reduce((total, each, i) => total + each * at[i]!, 0);
            return sum + weight * away * away;
          }, 0);
        assert.ok(solution.every((value) => value >= 0));
        const least = squares(solution);
        for (let i = 0; i < size; i++) {
          for (const step of [-0.01, 0.01]) {
            const moved = solution.map((value, j) => (i === j ? Math.max(0, value + step) : value));
            assert.ok(squares(moved) >= least - 1e-7 * (1 + least));
          }
        }
      }),
    );
  });

  it('inverts cross products, and says where there is no inverse', () => {
    // [[5, 11], [11, 25]] has the determinant 4.
    const inverse = inverseCrossProducts(
      [
        [1, 3],
        [2, 4],
      ],
      2,
    )!;
    for (const [i, row] of [
      [6.25, -2.75],
      [-2.75, 1.25],
    ].entries()) {
      for (const [j, value] of row.entries()) assert.ok(Math.abs(inverse[i]![j]! - value) < 1e-9);
    }
    assert.equal(inverseCrossProducts([[1, 2], [2, 4], [3, 6]], 2), undefined); // biome-ignore format: a matrix
    assert.equal(inverseCrossProducts([[0, 1], [0, 2]], 2), undefined); // biome-ignore format: a matrix
  });
});
