import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { bestAttentionCount } from '../../../server/src/provisioning/optimum/best-attention-count';
import { attentionBand } from '../../../server/src/provisioning/optimum/flat-band';
import { baseCase } from '../base-case';
import { allForms, integer, pick, randomPoint, seededRandom } from '../random-points';

describe('flat-band', () => {
  it('is 9 to 10 in the base case', () => {
    assert.deepEqual(attentionBand(baseCase, 1, 'barrier', { step: 1 }), { low: 9, high: 10 });
    assert.deepEqual(attentionBand(baseCase, 1, 'pipeline', { step: 1 }), { low: 9, high: 10 });
    assert.deepEqual(attentionBand(baseCase, 1, 'barrier', { step: 1 }, 0.03), { low: 7, high: 11 });
  });

  it('agrees with a full scan on 2000 random sets', () => {
    const random = seededRandom(101);
    for (let i = 0; i < 2000; i++) {
      const point = randomPoint(random, { balance: [0.1, 100], spread: pick(random, [0, 0.4]) });
      const ffn = integer(random, 1, 5);
      const form = pick(random, allForms);
      const step = pick(random, [1, 1, 4]);
      const share = pick(random, [0.01, 0.1]);
      const slowest = cycleTime(point, { attention: integer(random, 1, 200), ffn }, form);
      const limits = {
        step,
        min: pick(random, [1, 7]),
        max: 250,
        maxCycleTime: pick(random, [undefined, 1.0001 * slowest]),
      };
      const best = bestAttentionCount(point, ffn, form, limits);
      const band = attentionBand(point, ffn, form, limits, share);
      assert.equal(band === undefined, best === undefined);
      if (band === undefined || best === undefined) continue;
      const floor = (1 - share) * throughputPerInstance(point, { attention: best, ffn }, form);
      const inside: number[] = [];
      for (let attention = step; attention <= 250; attention += step) {
        const pools = { attention, ffn };
        if (attention < limits.min || cycleTime(point, pools, form) > (limits.maxCycleTime ?? 1e300)) continue;
        if (throughputPerInstance(point, pools, form) >= floor) inside.push(attention);
      }
      assert.deepEqual(band, { low: inside[0], high: inside.at(-1) }, JSON.stringify({ point, ffn, form, limits }));
    }
  });

  it('is unknown where the limits leave nothing', () => {
    assert.equal(attentionBand(baseCase, 1, 'barrier', { step: 8, max: 7 }), undefined);
  });
});
