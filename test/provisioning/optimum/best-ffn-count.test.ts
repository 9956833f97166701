import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { bestFfnCount } from '../../../server/src/provisioning/optimum/best-ffn-count';
import { baseCase } from '../base-case';
import { allForms, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

describe('best-ffn-count', () => {
  it('agrees with a full scan within all limits on 3000 random sets', () => {
    const random = seededRandom(71);
    const outcomes = { none: 0, some: 0 };
    for (let i = 0; i < 3000; i++) {
      const point = randomPoint(random, { balance: [0.01, 30], spread: pick(random, [0, 0.3, 1]) });
      const form = pick(random, allForms);
      const attention = integer(random, 1, 60);
      const ffnStep = pick(random, [1, 1, 2, 5]);
      const minRatio = pick(random, [undefined, logUniform(random, 0.01, 2)]);
      const maxRatio = pick(random, [undefined, logUniform(random, 0.5, 30)]);
      const somewhere = cycleTime(point, { attention, ffn: integer(random, 1, 50) }, form);
      const maxCycleTime = pick(random, [undefined, somewhere * logUniform(random, 0.8, 1.2)]);
      const limits = { attentionStep: 1, ffnStep, maxWorkers: 200, minRatio, maxRatio, maxCycleTime };
      let best = 0;
      for (let ffn = ffnStep; ffn <= 200; ffn += ffnStep) {
        const ratio = attention / ffn;
        if (ratio < (minRatio ?? 0) || ratio > (maxRatio ?? 1e9)) continue;
        if (cycleTime(point, { attention, ffn }, form) > (maxCycleTime ?? 1e300)) continue;
        best = Math.max(best, throughputPerInstance(point, { attention, ffn }, form));
      }
      const found = bestFfnCount(point, attention, form, limits);
      const what = JSON.stringify({ point, form, attention, limits, found });
      outcomes[found === undefined ? 'none' : 'some']++;
      if (found === undefined) {
        assert.equal(best, 0, what);
        continue;
      }
      assert.ok(found % ffnStep === 0 && found <= 200, what);
      assert.ok(attention / found >= (minRatio ?? 0) && attention / found <= (maxRatio ?? 1e9), what);
      assert.ok(cycleTime(point, { attention, ffn: found }, form) <= (maxCycleTime ?? 1e300), what);
      assert.ok(throughputPerInstance(point, { attention, ffn: found }, form) >= best * (1 - 1e-12), what);
    }
    assert.ok(outcomes.none > 50 && outcomes.some > 1000, JSON.stringify(outcomes));
  });

  it('is one FFN worker for ten attention workers of the base case', () => {
    const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 100 };
    assert.equal(bestFfnCount(baseCase, 10, 'barrier', limits), 1);
    assert.equal(bestFfnCount(baseCase, 30, 'barrier', limits), 3);
  });
});
