import assert from 'node:assert/strict';
import { logNormalCdf } from '../../../server/src/provisioning/mathematics/normal';
import { normalQuantile } from '../../../server/src/provisioning/mathematics/normal-quantile';
import { assertRelative } from '../closeness';

describe('normal-quantile', () => {
  it('is where the distribution function has that share, from tail to tail', () => {
    for (const share of [
      1e-300, 1e-20, 1e-15, 1e-13, 1e-8, 0.001, 0.02, 0.05, 0.075, 0.2, 0.425, 0.5, 0.8, 0.95, 0.999,
    ]) {
      assertRelative(Math.exp(logNormalCdf(normalQuantile(share))), share, 1e-12, `${share}`);
    }
  });

  it('is symmetric, with the quantiles that tables print', () => {
    assert.equal(normalQuantile(0.5), 0);
    assertRelative(normalQuantile(0.975), 1.959963984540054, 1e-14);
    assertRelative(normalQuantile(0.95), 1.6448536269514722, 1e-14);
    for (const share of [0.01, 0.2, 0.45]) assertRelative(-normalQuantile(share), normalQuantile(1 - share), 1e-12);
  });
});
