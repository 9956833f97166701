import assert from 'node:assert/strict';
import { logNormalCdf, normalCdf } from '../../../server/src/provisioning/mathematics/normal';
import { assertRelative } from '../closeness';

/** z, Phi(z), ln Phi(z), computed with 30 digits. */
const reference: readonly [number, number, number][] = [
  [-37, 5.725571222524577e-300, -689.0305855768906],
  [-10, 7.619853024160525e-24, -53.23128515051247],
  [-5, 2.866515718791939e-7, -15.064998393988725],
  [-1, 0.15865525393145705, -1.8410216450092636],
  [-0.3, 0.3820885778110474, -0.9621028181688507],
  [0, 0.5, -Math.LN2],
  [0.3, 0.6179114221889527, -0.4814101615884812],
  [1, 0.8413447460685429, -0.17275377902344988],
  [2.5, 0.9937903346742238, -0.006229025485860002],
  [6, 0.9999999990134123, -9.865876455243758e-10],
  [9, 1, -1.1285884059538405e-19],
];

describe('normal', () => {
  it('reproduces reference values to 1e-14 in both tails', () => {
    for (const [z, cdf, log] of reference) {
      assertRelative(normalCdf(z), cdf, 1e-14, `Phi(${z})`);
      assertRelative(logNormalCdf(z), log, 1e-14, `ln Phi(${z})`);
    }
  });

  it('keeps the logarithm where Phi underflows', () => {
    assert.equal(normalCdf(-40), 0);
    assertRelative(logNormalCdf(-40), -804.6084420137538, 1e-14);
    assertRelative(logNormalCdf(-1e6), -5e11 - Math.log(1e6) - 0.5 * Math.log(2 * Math.PI), 1e-14);
  });

  it('is the integral of the density', () => {
    const steps = 2000;
    for (let z = -4; z <= 4; z += 0.37) {
      const width = (z + 4.5) / steps;
      let simpson = 0;
      for (let i = 0; i <= steps; i++) {
        const t = -4.5 + i * width;
        const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
        simpson += (weight * Math.exp(-0.5 * t * t)) / Math.sqrt(2 * Math.PI);
      }
      assertRelative(normalCdf(z) - normalCdf(-4.5), (simpson * width) / 3, 1e-10, `Phi(${z})`);
    }
  });

  it('rises across the seams between its approximations', () => {
    for (const seam of [-38.6, -37, -Math.sqrt(32), -0.67448975, 0, 0.67448975, Math.sqrt(32)]) {
      const step = 1e-6 * Math.max(1, Math.abs(seam));
      assert.ok(
        normalCdf(seam - step) <= normalCdf(seam) && normalCdf(seam) <= normalCdf(seam + step),
        `Phi at ${seam}`,
      );
      assert.ok(logNormalCdf(seam - step) < logNormalCdf(seam + step), `ln Phi at ${seam}`);
    }
  });

  it('answers infinities and NaN', () => {
    assert.equal(normalCdf(Number.NEGATIVE_INFINITY), 0);
    assert.equal(normalCdf(Number.POSITIVE_INFINITY), 1);
    assert.equal(logNormalCdf(Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
    assert.ok(logNormalCdf(Number.POSITIVE_INFINITY) === 0);
    assert.ok(Number.isNaN(normalCdf(Number.NaN)) && Number.isNaN(logNormalCdf(Number.NaN)));
  });
});
