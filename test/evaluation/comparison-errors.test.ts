import assert from 'node:assert/strict';
import { comparisonErrors } from '../../server/src/evaluation/comparison-errors';
import type { ServingCosts } from '../../server/src/strategy/serving-costs';
import { denseCosts, mixtureCosts } from '../strategy/hand-costs';

const inputs = {
  theta: { kind: 'one request' },
  stages: { attention: 0.1, communication: 0.1, ffn: 0.1 },
  together: 0.7,
  misfit: 0.02,
} as const;
const ownOf = (costs: ServingCosts, isMeasured: boolean, statesBalance = false) =>
  comparisonErrors(inputs, costs, { isMeasured, statesBalance }).own;
const assumed = { least: 0.6, most: 1.9 };
const measured = { least: 1, most: 1 };

describe('what options of a comparison may have of their own', () => {
  const layers = mixtureCosts.traffic.hopsPerStep / 2;

  it('is in a roofline balance, transfers and launches of either', () => {
    assert.deepEqual(ownOf(mixtureCosts, false), {
      expertBalance: 0.2,
      transfers: { withoutAfd: assumed, afd: assumed },
      stepSeconds: { withoutAfd: layers * 40e-6, afd: layers * 40e-6 },
    });
  });

  it('is beside measured stages with AFD what serving without it has', () => {
    const communication = { alpha: 1e-6, beta: 1e-4, scalesWith: 'bundle' } as const;
    assert.deepEqual(ownOf({ ...mixtureCosts, communication }, true), {
      expertBalance: 0.2,
      transfers: { withoutAfd: assumed, afd: measured },
      stepSeconds: { withoutAfd: layers * 10e-6, afd: 0 },
    });
  });

  it('has no balance where it is stated, or where there are no experts', () => {
    assert.equal(ownOf(mixtureCosts, false, true).expertBalance, 0);
    assert.equal(ownOf(denseCosts, false).expertBalance, 0);
  });

  it('keeps what is known of theta and the stages, without what concerns pools alone', () => {
    const { own, ...errors } = comparisonErrors(inputs, mixtureCosts, { isMeasured: true, statesBalance: false });
    assert.ok(own);
    assert.deepEqual(errors, { theta: inputs.theta, slopes: undefined, together: 0.7 });
  });
});
