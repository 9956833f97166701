import assert from 'node:assert/strict';
import { robustDeviation } from '../../../server/src/latency/fit/robust';
import { fitStageLine, standardErrors } from '../../../server/src/latency/fit/stage-line';
import { normals } from './generated-sweep';

const truth = [0.03, 9] as const;
const loads = Array.from({ length: 24 }, (_, i) => 20 * (i + 1));

function rows(seed: number, noise: number, spoil: (i: number) => number = () => 1) {
  const normal = normals(seed);
  const times = loads.map((load, i) => (truth[0] * load + truth[1]) * (1 + noise * normal()) * spoil(i));
  return { regressors: loads.map((load) => [load, 1]), times };
}

describe('stage line', () => {
  it('has standard errors that cover the truth as often as they say', () => {
    let covered = 0;
    const runs = 400;
    for (let seed = 1; seed <= runs; seed++) {
      const design = rows(seed, 0.03);
      const { coefficients, residuals, scale } = fitStageLine(design);
      const errors = standardErrors(design.regressors, coefficients, robustDeviation(residuals, scale, 2));
      for (const [i, value] of coefficients.entries())
        covered += Math.abs(value - truth[i]!) < 2.07 * errors[i]! ? 1 : 0;
    }
    // 95 % by Student's t with 22 degrees of freedom; three standard errors of 800 dependent counts are below 4 %.
    const share = covered / (2 * runs);
    assert.ok(share > 0.91 && share < 0.985, String(share));
  });

  it('is not moved by slow first rows and outliers, and gives them no weight', () => {
    const spoilt = (i: number): number => (i < 3 ? 4 - i : i === 15 ? 0.5 : 1);
    for (let seed = 1; seed <= 30; seed++) {
      const { coefficients, weights } = fitStageLine(rows(seed, 0.01, spoilt));
      const { coefficients: clean } = fitStageLine(rows(seed, 0.01));
      for (const [i, value] of coefficients.entries()) assert.ok(Math.abs(value / truth[i]! - 1) < 0.05);
      assert.ok(clean.every((value, i) => Math.abs(value / truth[i]! - 1) < 0.05));
      for (const i of [0, 1, 2, 15]) assert.equal(weights[i], 0);
    }
  });

  it('is exact on exact rows, also through the origin', () => {
    const { coefficients } = fitStageLine(rows(1, 0));
    assert.ok(coefficients.every((value, i) => Math.abs(value / truth[i]! - 1) < 1e-9));
    const origin = fitStageLine({
      regressors: loads.map((load) => [load, 1]),
      times: loads.map((load) => 0.02 * load),
    });
    assert.ok(Math.abs(origin.coefficients[0]! / 0.02 - 1) < 1e-9);
    assert.ok(origin.coefficients[1]! < 1e-9);
  });
});
