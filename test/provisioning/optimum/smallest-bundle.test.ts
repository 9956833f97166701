import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import type { PoolLimits } from '../../../server/src/provisioning/optimum/pool-limits';
import { smallestBundle } from '../../../server/src/provisioning/optimum/smallest-bundle';
import { baseCase, table2 } from '../base-case';
import { allForms, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

interface Tried {
  readonly workers: number;
  readonly throughput: number;
}

/** Every bundle within the limits of which one pool has one of its eight smallest sizes. */
function everyBundle(point: OperatingPoint, form: AnswerForm, limits: PoolLimits): readonly Tried[] {
  const { attentionStep, ffnStep, maxWorkers, minRatio = 0, maxRatio = 1e9, maxCycleTime = 1e300 } = limits;
  const bundles: Tried[] = [];
  for (let attention = attentionStep; attention <= maxWorkers; attention += attentionStep) {
    for (let ffn = ffnStep; ffn <= maxWorkers; ffn += ffnStep) {
      if (attention > 8 * attentionStep && ffn > 8 * ffnStep) break;
      const pools = { attention, ffn };
      const ratio = attention / ffn;
      if (ratio < minRatio || ratio > maxRatio) continue;
      if (cycleTime(point, pools, form) > maxCycleTime) continue;
      bundles.push({ workers: attention + ffn, throughput: throughputPerInstance(point, pools, form) });
    }
  }
  return bundles;
}

/** The best throughput, and the fewest workers that come within 0.5 % of it. */
function ofBest(bundles: readonly Tried[]): { readonly best: number; readonly fewest: number } {
  const best = Math.max(...bundles.map((bundle) => bundle.throughput));
  return { best, fewest: Math.min(...bundles.filter((b) => b.throughput >= 0.995 * best).map((b) => b.workers)) };
}

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
      const bundles = everyBundle(point, form, limits);
      const found = smallestBundle(point, form, limits);
      const what = JSON.stringify({ point, form, limits, found });
      outcomes[found === undefined ? 'none' : 'some']++;
      if (found === undefined) {
        assert.equal(bundles.length, 0, what);
        continue;
      }
      const { best, fewest } = ofBest(bundles);
      assert.equal(found.attention + found.ffn, fewest, what);
      assert.ok(throughputPerInstance(point, found, form) >= 0.995 * best * (1 - 1e-12), what);
      assert.ok(cycleTime(point, found, form) <= (maxCycleTime ?? 1e300) * (1 + 1e-9), what);
    }
    assert.ok(outcomes.none > 5 && outcomes.some > 200, JSON.stringify(outcomes));
  });

  it('has no pool above the largest, be that below eight steps', () => {
    const random = seededRandom(92);
    for (let i = 0; i < 200; i++) {
      const point = randomPoint(random, { balance: [0.02, 50], spread: 0.2 });
      const steps = { attentionStep: pick(random, [1, 2]), ffnStep: pick(random, [1, 2]) };
      const limits = { ...steps, maxWorkers: integer(random, 2, 7) };
      const found = smallestBundle(point, 'barrier', limits)!;
      const what = JSON.stringify({ point, limits, found });
      assert.ok(Math.max(found.attention, found.ffn) <= limits.maxWorkers, what);
      assert.equal(found.attention + found.ffn, ofBest(everyBundle(point, 'barrier', limits)).fewest, what);
    }
  });

  it('reaches the largest pool where it is one step', () => {
    const heavy = { ...baseCase, latency: { ...table2, ffn: { alpha: 8.3, beta: 1000 } } };
    for (const [point, steps] of [
      [baseCase, { attentionStep: 1, ffnStep: 20 }],
      [heavy, { attentionStep: 20, ffnStep: 1 }],
    ] as const) {
      const limits = { ...steps, maxWorkers: 20 };
      const found = smallestBundle(point, 'barrier', limits)!;
      assert.equal(found.attention + found.ffn, ofBest(everyBundle(point, 'barrier', limits)).fewest);
      assert.ok(found.attention > 8 && found.ffn > 8, 'beyond eight steps of one worker');
    }
  });

  it('has fewer workers with more FFN workers where these share out the reading of experts', () => {
    const experts = { count: 256, perToken: 8, readTime: 2000 };
    const point = { ...baseCase, latency: { ...table2, ffn: { ...table2.ffn, experts } } };
    const limits = { attentionStep: 2, ffnStep: 1, maxWorkers: 60 };
    const { best, fewest } = ofBest(everyBundle(point, 'barrier', limits));
    assert.deepEqual(smallestBundle(point, 'barrier', limits), { attention: 16, ffn: 10 });
    assert.equal(fewest, 26);
    const withEight = { attention: 28, ffn: 8 };
    assert.ok(throughputPerInstance(point, withEight, 'barrier') >= 0.995 * best, 'good as well, of 36 workers');
  });

  it('is ten to one in the base case', () => {
    const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 };
    assert.deepEqual(smallestBundle(baseCase, 'barrier', limits), { attention: 10, ffn: 1 });
  });
});
