import assert from 'node:assert/strict';
import { idleShares } from '../../../server/src/provisioning/cycle/idle';
import { scaledLatency } from '../../../server/src/provisioning/cycle/scaled-latency';
import { assertPrinted, baseCase, table2 } from '../base-case';
import { allForms, integer, pick, randomPoint, seededRandom } from '../random-points';

describe('idle', () => {
  it('reproduces the printed shares of the base case', () => {
    assertPrinted(idleShares(baseCase, { attention: 1, ffn: 1 }, 'mean-field').ffn, '.600');
    assertPrinted(idleShares(baseCase, { attention: 32, ffn: 1 }, 'mean-field').attention, '.611');
    assertPrinted(100 * idleShares(baseCase, { attention: 4, ffn: 1 }, 'barrier').ffn, '42');
  });

  it('counts waiting for the slowest worker as idle', () => {
    assert.equal(idleShares(baseCase, { attention: 4, ffn: 1 }, 'mean-field').attention, 0);
    assertPrinted(100 * idleShares(baseCase, { attention: 4, ffn: 1 }, 'barrier').attention, '4.4');
  });

  it('stays within 0 and 1', () => {
    const random = seededRandom(21);
    for (let i = 0; i < 2000; i++) {
      const point = randomPoint(random, { balance: [0.05, 200], spread: 3 });
      const pools = { attention: integer(random, 1, 300), ffn: integer(random, 1, 9) };
      const { attention, ffn } = idleShares(point, pools, pick(random, allForms));
      assert.ok(attention >= 0 && attention <= 1 && ffn >= 0 && ffn <= 1);
    }
  });

  it('is the same in a short unit of time', () => {
    const latency = scaledLatency(table2, { attention: 1e-6, communication: 1e-6, ffn: 1e-6 });
    const idle = idleShares({ ...baseCase, latency }, { attention: 4, ffn: 1 }, 'barrier');
    assertPrinted(100 * idle.attention, '4.4');
    assertPrinted(100 * idle.ffn, '42');
  });

  it('is zero in a cycle that takes no time', () => {
    const nothing = { alpha: 0, beta: 0 };
    const latency = { ...table2, attention: nothing, communication: nothing, ffn: nothing };
    const idle = idleShares({ ...baseCase, latency }, { attention: 1, ffn: 1 }, 'barrier');
    assert.deepEqual(idle, { attention: 0, ffn: 0 });
  });
});
