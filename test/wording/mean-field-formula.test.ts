import assert from 'node:assert/strict';
import { meanFieldOptimum } from '../../server/src/provisioning/optimum/mean-field-optimum';
import { meanFieldFormula } from '../../server/src/wording/mean-field-formula';
import { baseCase, table2 } from '../provisioning/base-case';

const pools = { attention: 10, ffn: 2 };

describe('mean-field-formula', () => {
  it('gives the closed form with its numbers', () => {
    assert.equal(
      meanFieldFormula(baseCase, pools, meanFieldOptimum(baseCase, pools)),
      'r* = (tA - beta_F) / (alpha_F B) = (303 - 100) / (0.083 × 256) = 9.55',
    );
  });

  it('has the time per request in tA, and experts in beta_F as at the pools, and says so', () => {
    const latency = {
      ...table2,
      attention: { ...table2.attention, perRequest: 0.5 },
      ffn: { ...table2.ffn, experts: { count: 8, perToken: 8, readTime: 60 } },
    };
    const point = { ...baseCase, latency };
    // tA = 303.02 + 128, beta_F = 100 + 60/2: (431.02 - 130) / 21.248.
    assert.equal(
      meanFieldFormula(point, pools, meanFieldOptimum(point, pools)),
      'r* = (tA - beta_F) / (alpha_F B) = (431 - 130) / (0.083 × 256) = 14.17, with experts and fan-out as at 10A:2F',
    );
  });
});
