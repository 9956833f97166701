import assert from 'node:assert/strict';
import { randomStream } from '../../server/src/simulation/random';

const draws = 200_000;

describe('random', () => {
  it('gives the same stream for the same name, and others for other names', () => {
    const first = (...name: number[]) => {
      const { uniform } = randomStream(...name);
      return Array.from({ length: 5 }, uniform);
    };
    assert.deepEqual(first(1, 2, 3), first(1, 2, 3));
    const names = [[], [0], [1], [0, 0], [1, 2, 4], [2, 1, 3], [4294967295]];
    assert.equal(new Set(names.map((name) => first(...name).join())).size, names.length);
  });

  it('is uniform on the open unit interval: mean, variance, every hundredth, no serial correlation', () => {
    const { uniform } = randomStream(7);
    const cells = new Float64Array(100);
    let [sum, squares, products, last] = [0, 0, 0, 0.5];
    for (let i = 0; i < draws; i++) {
      const u = uniform();
      assert.ok(u > 0 && u < 1);
      cells[Math.floor(100 * u)]! += 1;
      sum += u;
      squares += u * u;
      products += (u - 0.5) * (last - 0.5);
      last = u;
    }
    assert.ok(Math.abs(sum / draws - 1 / 2) < 5 * Math.sqrt(1 / 12 / draws));
    assert.ok(Math.abs(squares / draws - 1 / 3) < 5 * Math.sqrt(4 / 45 / draws));
    assert.ok(Math.abs(products / draws) < 5 / 12 / Math.sqrt(draws));
    const chiSquare = cells.reduce((total, n) => total + (n - draws / 100) ** 2 / (draws / 100), 0);
    assert.ok(Math.abs(chiSquare - 99) < 5 * Math.sqrt(2 * 99), `chi square ${chiSquare}`);
  });

  it('has independent streams for workers of one seed', () => {
    const [a, b] = [randomStream(1, 0, 0), randomStream(1, 0, 1)];
    let products = 0;
    for (let i = 0; i < draws; i++) products += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    assert.ok(Math.abs(products / draws) < 5 / 12 / Math.sqrt(draws));
  });

  it('draws standard normal numbers', () => {
    const { normal } = randomStream(9);
    const power = [0, 0, 0, 0, 0];
    for (let i = 0; i < draws; i++) {
      const z = normal();
      for (let k = 1; k <= 4; k++) power[k]! += z ** k / draws;
    }
    const near = (value: number, target: number, variance: number) =>
      assert.ok(Math.abs(value - target) < 5 * Math.sqrt(variance / draws), `${value} for ${target}`);
    near(power[1]!, 0, 1);
    near(power[2]!, 1, 2);
    near(power[3]!, 0, 15);
    near(power[4]!, 3, 96);
  });
});
