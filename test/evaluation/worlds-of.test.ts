import assert from 'node:assert/strict';
import { worldsOf } from '../../server/src/evaluation/worlds-of';
import type { PointEstimate } from '../../server/src/workload/workload-estimate';

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
    .map(({ load }) => Math.abs(Math.log(load)))
    .sort((a, b) => a - b);
  return loads[Math.floor(0.95 * loads.length)]!;
}

describe('worlds-of', () => {
  it('has theta within its standard error, wider for few requests', () => {
    assert.ok(Math.abs(thetaReach({}) / (0.01002 * 1.962) - 1) < 0.03);
    assert.ok(Math.abs(thetaReach({ requests: 2 }) / (0.01002 * 12.706) - 1) < 0.03);
  });

  it('lets a roofline be off along the ratio, and a measured profile hardly', () => {
    const most = (calibration: 'roofline' | 'published') =>
      Math.max(...worldsOf(estimate, { relativeError, calibration }).map(({ theory }) => theory!.misfit.sine));
    assert.ok(most('published') < 0.007 && most('roofline') > 0.15);
  });

  it('has it as stated where no error is known, and anywhere for one request', () => {
    assert.equal(thetaReach({ thetaStandardError: undefined, requests: undefined }), 0);
    assert.equal(thetaReach({ theta: 0, thetaStandardError: 0 }), 0);
    assert.ok(thetaReach({ thetaStandardError: undefined, requests: 1 }) > 1);
  });
});
