import assert from 'node:assert/strict';
import { expectedOverrun, kappa } from '../../../server/src/provisioning/cycle/barrier';
import { normalCdf } from '../../../server/src/provisioning/mathematics/normal';
import { assertPrinted } from '../base-case';
import { assertClose } from '../closeness';
import { integer, logUniform, normal, seededRandom, uniform } from '../random-points';

/** E[(M_x - z)^+], of standard normal variables. */
const expectedExcess = (z: number, workers: number): number => expectedOverrun(z, 0, 1, workers);

/** Trapezoid of 1 - Phi^x on a fine grid: no panels, no cut-offs, no tables. */
function excessByTrapezoid(z: number, workers: number): number {
  const start = Math.max(z, -10);
  const step = 1 / 512;
  let sum = 0;
  for (let t = start, i = 0; t < 12; i++, t = start + i * step) {
    sum += (i === 0 ? 0.5 : 1) * (1 - normalCdf(t) ** workers);
  }
  return start - z + sum * step;
}

describe('barrier', () => {
  it('has the exact kappa of few workers', () => {
    const root = Math.sqrt(Math.PI);
    assert.equal(kappa(1), 0);
    assertClose(kappa(2), 1 / root, 1e-13);
    assertClose(kappa(3), 3 / (2 * root), 1e-13);
    assertClose(kappa(4), (6 / root ** 3) * Math.atan(Math.SQRT2), 1e-13);
    assertClose(kappa(5), 5 / (4 * root) + (15 / (2 * root ** 3)) * Math.asin(1 / 3), 1e-13);
  });

  it('reproduces the printed kappa table', () => {
    const printed = new Map([
      [1, '0'],
      [2, '.56419'],
      [3, '.84628'],
      [4, '1.02938'],
      [5, '1.1630'],
      [6, '1.26721'],
      [7, '1.3522'],
      [8, '1.42360'],
      [9, '1.4850'],
      [10, '1.53875'],
      [12, '1.6292'],
      [16, '1.76599'],
      [24, '1.94767'],
      [32, '2.06967'],
      [64, '2.34373'],
      [128, '2.59460'],
    ]);
    for (const [workers, value] of printed) assertPrinted(kappa(workers), value, `kappa_${workers}`);
  });

  it('agrees with 30-digit values up to 100000 workers', () => {
    assertClose(kappa(64), 2.3437334650794397, 1e-13);
    assertClose(kappa(1000), 3.241435769133441, 1e-13);
    assertClose(kappa(16384), 3.97135057028064, 1e-13);
    assertClose(kappa(100000), 4.384319403107588, 1e-12);
    assertClose(expectedExcess(-3, 2), 3.5641898503464136, 1e-13);
    assertClose(expectedExcess(0, 1), 0.3989422804014327, 1e-13);
    assertClose(expectedExcess(0.5, 7), 0.8695664980726051, 1e-13);
    assertClose(expectedExcess(1.9, 10), 0.10336668481225066, 1e-13);
    assertClose(expectedExcess(2.5, 3.5), 0.006986142310567419, 1e-13);
    assertClose(expectedExcess(3, 128), 0.04682762621660473, 1e-13);
    assertClose(expectedExcess(4, 1000), 0.0070878529960343144, 1e-13);
    assertClose(expectedExcess(4.5, 16384), 0.011214655255235554, 1e-13);
    assertClose(expectedExcess(-1e6, 50), 1000002.2490736294, 1e-15);
  });

  it('agrees with a trapezoid for random z and x, x not an integer included', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 300; i++) {
      const workers = i % 2 === 0 ? integer(random, 1, 50) : logUniform(random, 1, 1e5);
      const z = uniform(random, -11, 7);
      assertClose(expectedExcess(z, workers), excessByTrapezoid(z, workers), 1e-6, `z ${z}, x ${workers}`);
    }
  });

  it('agrees with Monte Carlo within five standard errors', () => {
    const random = seededRandom(2);
    const samples = 40_000;
    for (const [workers, z] of [
      [1, 0.4],
      [4, 0.5],
      [10, -20],
      [10, 1.5],
      [40, 2.2],
    ] as const) {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < samples; i++) {
        let slowest = Number.NEGATIVE_INFINITY;
        for (let worker = 0; worker < workers; worker++) slowest = Math.max(slowest, normal(random));
        const excess = Math.max(0, slowest - z);
        sum += excess;
        squares += excess * excess;
      }
      const mean = sum / samples;
      const error = Math.sqrt((squares / samples - mean * mean) / samples);
      assert.ok(Math.abs(expectedExcess(z, workers) - mean) < 5 * error, `x ${workers}, z ${z}: ${mean} ± ${error}`);
    }
  });

  it('rises with the workers, falls with z, and has slope Phi^x - 1', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 2000; i++) {
      const workers = logUniform(random, 1, 3000);
      const z = uniform(random, -9, 9);
      const here = expectedExcess(z, workers);
      assert.ok(here >= 0 && here >= kappa(workers) - z - 1e-13);
      assert.ok(expectedExcess(z, workers * 1.01) >= here - 1e-13);
      const step = 1e-4;
      const slope = (expectedExcess(z + step, workers) - expectedExcess(z - step, workers)) / (2 * step);
      assertClose(slope, normalCdf(z) ** workers - 1, 1e-6, `slope at z ${z}, x ${workers}`);
    }
  });

  it('stays within double precision for far z', () => {
    assert.equal(expectedExcess(1e6, 100), 0);
    assert.equal(expectedExcess(9.3, 2), 0, 'not below 0');
    assert.equal(expectedExcess(-1e6, 1), 1e6);
  });

  it('is a number up to the last double before the end of its integral', () => {
    for (let workers = 2; workers < 200; workers++) {
      const end = Math.sqrt(2 * (42 + Math.log(workers)));
      assert.ok(Math.abs(expectedExcess(end * (1 - Number.EPSILON / 2), workers)) < 1e-18, `${workers}`);
    }
  });

  it('reproduces E[max] of eight token loads', () => {
    const nu = Math.sqrt(499 * 500 + 99 * 100);
    assertPrinted(256 * 599 + kappa(8) * 16 * nu, '164945');
  });

  it('confirms what is said of the approximations of kappa', () => {
    const asymptotic = (workers: number): number => Math.sqrt(2 * Math.log(workers)) / kappa(workers) - 1;
    assertPrinted(100 * asymptotic(2), '109');
    assertPrinted(100 * asymptotic(8), '43');
    assertPrinted(100 * asymptotic(32), '27');
  });

  it('overruns a knot exactly when there is no spread', () => {
    assert.equal(expectedOverrun(3, 5, 0, 9), 2);
    assert.equal(expectedOverrun(7, 5, 0, 9), 0);
    assert.equal(expectedOverrun(5, 5, 0, 9), 0);
    assert.equal(expectedOverrun(0, 1e300, 1e-300, 9), 1e300);
    assertClose(expectedOverrun(10, 4, 3, 8), 3 * excessByTrapezoid(2, 8), 1e-6);
  });

  it('refuses a count below one worker', () => {
    for (const workers of [0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => kappa(workers), RangeError);
    }
  });
});
