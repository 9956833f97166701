import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { bestSplit } from '../../../server/src/provisioning/optimum/best-split';
import { baseCase, table2 } from '../base-case';
import { allForms, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

describe('best-split', () => {
  it('agrees with trying every split on 4000 random sets', () => {
    const random = seededRandom(81);
    const outcomes = { none: 0, some: 0 };
    for (let i = 0; i < 4000; i++) {
      const point = randomPoint(random, { balance: [0.02, 100], spread: pick(random, [0, 0.2, 0.8]) });
      const form = pick(random, allForms);
      const attentionStep = pick(random, [1, 1, 2, 3, 8]);
      const ffnStep = pick(random, [1, 1, 2, 4, 6]);
      const total = integer(random, 2, 200);
      const minRatio = pick(random, [undefined, logUniform(random, 0.05, 3)]);
      const maxRatio = pick(random, [undefined, logUniform(random, 0.5, 50)]);
      const somewhere = cycleTime(point, { attention: integer(random, 1, total), ffn: integer(random, 1, 9) }, form);
      const maxCycleTime = pick(random, [undefined, undefined, somewhere * 1.0001]);
      const limits = { attentionStep, ffnStep, maxWorkers: 150, minRatio, maxRatio, maxCycleTime };
      let best = 0;
      for (let ffn = ffnStep; ffn < total; ffn += ffnStep) {
        const pools = { attention: total - ffn, ffn };
        const ratio = pools.attention / ffn;
        if (pools.attention % attentionStep !== 0 || Math.max(pools.attention, ffn) > 150) continue;
        if (ratio < (minRatio ?? 0) || ratio > (maxRatio ?? 1e9)) continue;
        if (cycleTime(point, pools, form) > (maxCycleTime ?? 1e300)) continue;
        best = Math.max(best, throughputPerInstance(point, pools, form));
      }
      const found = bestSplit(point, total, form, limits);
      const what = JSON.stringify({ point, form, total, limits, found });
      outcomes[found === undefined ? 'none' : 'some']++;
      if (found === undefined) {
        assert.equal(best, 0, what);
        continue;
      }
      assert.equal(found.attention + found.ffn, total, what);
      assert.ok(found.attention % attentionStep === 0 && found.ffn % ffnStep === 0, what);
      assert.ok(found.attention > 0 && found.ffn > 0 && Math.max(found.attention, found.ffn) <= 150, what);
      assert.ok(cycleTime(point, found, form) <= (maxCycleTime ?? 1e300) * (1 + 1e-9), what);
      assert.ok(throughputPerInstance(point, found, form) >= best * (1 - 1e-12), what);
    }
    assert.ok(outcomes.none > 200 && outcomes.some > 1000, JSON.stringify(outcomes));
  });

  it('splits eleven workers of the base case ten to one', () => {
    const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 100 };
    assert.deepEqual(bestSplit(baseCase, 11, 'barrier', limits), { attention: 10, ffn: 1 });
    assert.equal(bestSplit(baseCase, 1, 'barrier', limits), undefined);
    assert.equal(bestSplit(baseCase, 11, 'barrier', { ...limits, attentionStep: 2, ffnStep: 2 }), undefined);
  });

  it('has no pool above the largest', () => {
    const heavy = { ...baseCase, latency: { ...table2, ffn: { alpha: 8.3, beta: 1000 } } };
    const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 10 };
    assert.deepEqual(bestSplit(baseCase, 18, 'barrier', limits), { attention: 10, ffn: 8 });
    assert.deepEqual(bestSplit(heavy, 18, 'barrier', limits), { attention: 8, ffn: 10 });
    assert.equal(bestSplit(heavy, 21, 'barrier', limits), undefined);
    assert.equal(bestSplit(heavy, 22, 'barrier', { ...limits, ffnStep: 11 }), undefined);
    assert.equal(bestSplit(heavy, 22, 'barrier', { ...limits, attentionStep: 11 }), undefined);
  });
});
