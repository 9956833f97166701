import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { smallestBundle } from '../../../server/src/provisioning/optimum/smallest-bundle';
import { baseCase } from '../base-case';
import { allForms, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

describe('smallest-bundle', () => {
  it('agrees with trying every bundle on 300 random sets', () => {
    const random = seededRandom(91);
    const outcomes = { none: 0, some: 0 };
    for (let i = 0; i < 300; i++) {
      const point = randomPoint(random, { balance: [0.1, 20], spread: pick(random, [0, 0.2, 0.6]) });
      const form = pick(random, allForms);
      const attentionStep = pick(random, [1, 1, 2, 4]);
      const ffnStep = pick(random, [1, 1, 2, 3]);
      const minRatio = pick(random, [undefined, logUniform(random, 0.05, 3)]);
      const maxRatio = pick(random, [undefined, logUniform(random, 0.5, 50)]);
      const somewhere = cycleTime(point, { attention: integer(random, 1, 20), ffn: integer(random, 1, 9) }, form);
      const maxCycleTime = pick(random, [undefined, undefined, somewhere * 1.0001]);
      const limits = { attentionStep, ffnStep, maxWorkers: 100, minRatio, maxRatio, maxCycleTime };
      const bundles: { workers: number; throughput: number }[] = [];
      for (let attention = attentionStep; attention <= 100; attention += attentionStep) {
        for (let ffn = ffnStep; ffn <= 100; ffn += ffnStep) {
          if (attention > 8 * attentionStep && ffn > 8 * ffnStep) break;
          const pools = { attention, ffn };
          const ratio = attention / ffn;
          if (ratio < (minRatio ?? 0) || ratio > (maxRatio ?? 1e9)) continue;
          if (cycleTime(point, pools, form) > (maxCycleTime ?? 1e300)) continue;
          bundles.push({ workers: attention + ffn, throughput: throughputPerInstance(point, pools, form) });
        }
      }
      const found = smallestBundle(point, form, limits);
      const what = JSON.stringify({ point, form, limits, found });
      outcomes[found === undefined ? 'none' : 'some']++;
      if (found === undefined) {
        assert.equal(bundles.length, 0, what);
        continue;
      }
      const best = Math.max(...bundles.map((bundle) => bundle.throughput));
      const fewest = Math.min(...bundles.filter((b) => b.throughput >= 0.995 * best).map((b) => b.workers));
      assert.equal(found.attention + found.ffn, fewest, what);
      assert.ok(throughputPerInstance(point, found, form) >= 0.995 * best * (1 - 1e-12), what);
      assert.ok(cycleTime(point, found, form) <= (maxCycleTime ?? 1e300) * (1 + 1e-9), what);
    }
    assert.ok(outcomes.none > 5 && outcomes.some > 200, JSON.stringify(outcomes));
  });

  it('is ten to one in the base case', () => {
    const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 };
    assert.deepEqual(smallestBundle(baseCase, 'barrier', limits), { attention: 10, ffn: 1 });
  });
});
