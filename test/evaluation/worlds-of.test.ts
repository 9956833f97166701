import assert from 'node:assert/strict';
import { worldsOf } from '../../server/src/evaluation/worlds-of';
import type { WorkloadErrors } from '../../server/src/workload/errors/workload-errors';
import type { PointEstimate } from '../../server/src/workload/workload-estimate';
import { judgedBands } from './left-out-context';

const relativeError = { attention: 0.05, communication: 0.05, ffn: 0.05 };
const estimate: PointEstimate = {
  kind: 'point',
  requests: 1000,
  meanPrefill: 100,
  meanDecode: 500,
  covariance: 0,
  theta: 599,
  thetaStandardError: 6,
  nu: 500,
};

function thetaReach(changed: Partial<PointEstimate>): number {
  const loads = worldsOf({ ...estimate, ...changed }, { relativeError, calibration: 'measured' })
    .map(({ load }) => Math.abs(Math.log(load.theta)))
    .sort((a, b) => a - b);
  return loads[Math.floor(0.95 * loads.length)]!;
}

describe('worlds-of', () => {
  it('has theta within its standard error, wider for few requests', () => {
    assert.ok(Math.abs(thetaReach({}) / (0.01002 * 1.962) - 1) < 0.03);
    assert.ok(Math.abs(thetaReach({ requests: 2 }) / (0.01002 * 12.706) - 1) < 0.03);
  });

  it('has nu with its own error, as far as it goes along with that of theta', () => {
    const errors: WorkloadErrors = {
      theta: 0.02,
      nu: 0.05,
      meanDecode: 0,
      thetaNuCorrelation: 0.5,
      groups: 16,
      by: 'time',
      reach95: 2.13,
    };
    const worlds = worldsOf(
      { ...estimate, thetaStandardError: 12, errors },
      { relativeError, calibration: 'measured' },
    );
    const logs = worlds.map(({ load }) => [Math.log(load.theta), Math.log(load.nu)] as const);
    const mean = (of: (pair: readonly [number, number]) => number) =>
      logs.reduce((sum, pair) => sum + of(pair), 0) / logs.length;
    const [theta, nu] = [Math.sqrt(mean(([a]) => a * a)), Math.sqrt(mean(([, b]) => b * b))];
    assert.ok(Math.abs(nu / theta / 2.5 - 1) < 0.03, `${nu / theta}`);
    assert.ok(Math.abs(mean(([a, b]) => a * b) / (theta * nu) - 0.5) < 0.03);
    assert.ok(Math.abs(theta / (0.02003 * (2.13 / 1.96)) - 1) < 0.03);
  });

  it('lets a roofline be off along the ratio, and a measured profile hardly', () => {
    const most = (calibration: 'roofline' | 'published') =>
      Math.max(...worldsOf(estimate, { relativeError, calibration }).map(({ theory }) => theory!.misfit.sine));
    assert.ok(most('published') < 0.007 && most('roofline') > 0.15);
  });

  it('is off along the ratio by what a profile says of itself', () => {
    const most = (misfit: number | undefined) =>
      Math.max(
        ...worldsOf(estimate, { relativeError, calibration: 'measured', misfit }).map(
          ({ theory }) => theory!.misfit.sine,
        ),
      );
    assert.ok(Math.abs(most(0.03) / most(undefined) - Math.hypot(0.03, 0.002) / 0.002) < 1e-9);
  });

  it('has it as stated where no error is known, and anywhere for one request', () => {
    assert.equal(thetaReach({ thetaStandardError: undefined, requests: undefined }), 0);
    assert.equal(thetaReach({ theta: 0, thetaStandardError: 0 }), 0);
    assert.ok(thetaReach({ thetaStandardError: undefined, requests: 1 }) > 1);
  });
});

describe('bands of a context that the fit has not seen', () => {
  it('hold at least 85 % of the measured gains, and are not wide', () => {
    for (const fitted of [0, 1] as const) {
      const bands = Array.from({ length: 6 }, (_, seed) => judgedBands(fitted, seed + 1)).flat();
      const held = bands.filter(({ holds }) => holds).length / bands.length;
      const width = bands.reduce((sum, band) => sum + band.width, 0) / bands.length;
      assert.ok(held >= 0.85, `${held} of ${bands.length}, ${width}, fitted to context ${fitted}`);
      assert.ok(width < 0.5, `${width}`);
    }
  });
});
