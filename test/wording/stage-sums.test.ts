import assert from 'node:assert/strict';
import { attentionSum, communicationSum, ffnSum } from '../../server/src/wording/stage-sums';
import { baseCase, table2 } from '../provisioning/base-case';

const pools = { attention: 10, ffn: 2 };

describe('stage-sums', () => {
  it('are the plain lines where there is nothing else', () => {
    assert.equal(attentionSum(baseCase), '0.00165 × 256 × 599 + 50');
    assert.equal(ffnSum(baseCase, pools), '0.083 × 1,280 rows + 100');
    assert.equal(communicationSum(baseCase, pools), '0.022 × 1,280 rows + 20');
  });

  it('show every part that is really summed', () => {
    const latency = {
      ...table2,
      attention: { ...table2.attention, perRequest: 0.12, capped: [{ alpha: 0.002, tokens: 128 }] },
      communication: { ...table2.communication, fanOut: { count: 256, perToken: 8 } },
      ffn: { ...table2.ffn, experts: { count: 256, perToken: 8, readTime: 60 } },
      communicationScalesWith: 'worker' as const,
    };
    const point = { ...baseCase, batchSize: 4, latency };
    assert.equal(
      attentionSum(point),
      '0.00165 × 4 × 599 + 0.12 × 4 requests + 0.002 × 4 × 128 tokens of layers that read at most 128 + 50',
    );
    // 40 rows hit 1 - (1 - 8/256)^40 = 71.9 % of the experts; half of them on each of two workers.
    assert.equal(
      ffnSum(point, pools),
      '0.083 × 20 rows + 21.57 for reading 72 % of the experts, shared by 2 FFN workers + 100',
    );
    assert.equal(communicationSum(point, pools), '0.022 × 4 rows × 1.993 of 2 FFN workers + 20');
  });
});
