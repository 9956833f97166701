import assert from 'node:assert/strict';
import { bendsWithPools, frozenAt } from '../../../server/src/provisioning/cycle/frozen-lines';
import type { LatencyModel } from '../../../server/src/provisioning/cycle/operating-point';
import { baseCase, table2 } from '../base-case';
import { assertClose } from '../closeness';

const pools = { attention: 6, ffn: 2 };

describe('frozen-lines', () => {
  it('leave plain lines as they are', () => {
    assert.equal(frozenAt(baseCase, pools), table2);
    assert.equal(bendsWithPools(table2), false);
  });

  it('put the time per request and of experts into intercepts, and the fan-out into the slope', () => {
    const latency = {
      ...table2,
      attention: { ...table2.attention, perRequest: 0.5, capped: [{ alpha: 0.01, tokens: 100 }] },
      communication: { ...table2.communication, fanOut: { count: 4, perToken: 2 } },
      ffn: { ...table2.ffn, experts: { count: 4, perToken: 4, readTime: 90 } },
    };
    const frozen = frozenAt({ ...baseCase, latency }, pools);
    assertClose(frozen.attention.beta, 50 + 0.5 * 256 + 0.01 * 256 * 100, 1e-14);
    assertClose(frozen.communication.alpha, (0.022 * 5) / 3, 1e-14);
    assertClose(frozen.ffn.beta, 100 + 45, 1e-14);
    assert.deepEqual(Object.keys(frozen.ffn), ['alpha', 'beta']);
  });

  it('take in one such part without the others', () => {
    const frozen = (part: Partial<LatencyModel>) => frozenAt({ ...baseCase, latency: { ...table2, ...part } }, pools);
    const perRequest = frozen({ attention: { ...table2.attention, perRequest: 0.5 } });
    assert.deepEqual(perRequest, { ...table2, attention: { alpha: 0.00165, beta: 50 + 0.5 * 256 } });
    const capped = frozen({ attention: { ...table2.attention, capped: [{ alpha: 0.25, tokens: 100 }] } });
    assert.deepEqual(capped, { ...table2, attention: { alpha: 0.00165, beta: 50 + 0.25 * 256 * 100 } });
    const experts = frozen({ ffn: { ...table2.ffn, experts: { count: 4, perToken: 4, readTime: 90 } } });
    assert.deepEqual(experts, { ...table2, ffn: { alpha: 0.083, beta: 100 + 45 } });
  });

  it('bend with the pools where the FFN workers share out experts, or rows fan out to them', () => {
    const routing = { count: 4, perToken: 2 };
    assert.equal(bendsWithPools({ ...table2, communication: { ...table2.communication, fanOut: routing } }), true);
    assert.equal(bendsWithPools({ ...table2, ffn: { ...table2.ffn, experts: { ...routing, readTime: 90 } } }), true);
    assert.equal(bendsWithPools({ ...table2, attention: { ...table2.attention, perRequest: 0.5 } }), false);
  });
});
