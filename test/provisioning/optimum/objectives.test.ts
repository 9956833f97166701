import assert from 'node:assert/strict';
import { kappa } from '../../../server/src/provisioning/cycle/barrier';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../../../server/src/provisioning/cycle/operating-point';
import type { AttentionLimits } from '../../../server/src/provisioning/optimum/attention-limits';
import {
  cycleTimeBound,
  largestFeasibleAttention,
  nearestFeasible,
} from '../../../server/src/provisioning/optimum/objectives';
import { baseCase, table2 } from '../base-case';
import { allForms, bent, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

const ten = { attention: 10, ffn: 1 };

/** The nearest batch size below `most`, the pools held. */
function largestFeasibleBatch(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  maxCycleTime: number,
  most: number,
): number | undefined {
  const limits = { step: 1, min: pools.attention, max: pools.attention, maxCycleTime };
  const nearest = nearestFeasible({ ...point, batchSize: most }, pools, form, limits);
  if (nearest.kind === 'infeasible') return undefined;
  return nearest.kind === 'kept' ? most : nearest.batchSize;
}

describe('objectives', () => {
  it('leave a cycle the smaller of both, shared among the microbatches', () => {
    assert.deepEqual(cycleTimeBound({ tpot: 900, ttft: 1200 }, 3), { maxCycleTime: 300, from: 'tpot' });
    assert.deepEqual(cycleTimeBound({ tpot: 900, ttft: 600 }, 3), { maxCycleTime: 200, from: 'ttft' });
    assert.deepEqual(cycleTimeBound({ ttft: 600 }, 2), { maxCycleTime: 300, from: 'ttft' });
    assert.deepEqual(cycleTimeBound({ tpot: 900 }, 3), { maxCycleTime: 300, from: 'tpot' });
    assert.deepEqual(cycleTimeBound({ tpot: 600, ttft: 600 }, 2), { maxCycleTime: 300, from: 'tpot' });
    assert.equal(cycleTimeBound({}, 3), undefined);
    assert.equal(cycleTimeBound({ tpot: 900 }, undefined), undefined);
  });

  it('bound r by r <= (SLO/m - beta_F)/(alpha_F B) where FFN is what takes long', () => {
    const random = seededRandom(311);
    for (let i = 0; i < 200; i++) {
      const point = { ...baseCase, batchSize: integer(random, 100, 600), load: { theta: 10, nu: undefined } };
      const ffn = integer(random, 1, 6);
      const maxCycleTime = logUniform(random, 150, 3000);
      const ratio = (maxCycleTime - 100) / (0.083 * point.batchSize);
      const found = largestFeasibleAttention(point, ffn, 'mean-field', { step: 1, maxCycleTime });
      const expected = Math.floor(ratio * ffn);
      assert.equal(found, expected === 0 ? undefined : expected);
    }
  });

  it('bound B by alpha_A B theta + beta_A + kappa sigma <= SLO/m where attention is what takes long', () => {
    const random = seededRandom(312);
    for (let i = 0; i < 200; i++) {
      const attention = integer(random, 1, 12);
      const pools = { attention, ffn: 40 };
      const maxCycleTime = logUniform(random, 120, 2000);
      const { theta, nu } = baseCase.load;
      let expected = 0;
      const slowest = (size: number) =>
        0.00165 * size * theta + 50 + kappa(attention) * 0.00165 * Math.sqrt(size) * nu!;
      while (slowest(expected + 1) <= maxCycleTime) expected++;
      const found = largestFeasibleBatch(baseCase, pools, 'barrier', maxCycleTime, 10_000)!;
      // The mean of the maximum with the rest is a little above the maximum of the means.
      assert.ok(found <= expected && found >= 0.98 * expected - 1, `${found} of ${expected}`);
    }
  });

  it('find the largest counts and batches that trying all finds', () => {
    const random = seededRandom(313);
    for (let i = 0; i < 400; i++) {
      const drawn = randomPoint(random, { balance: [0.1, 30], spread: 0.3 });
      const point = random() < 0.5 ? drawn : bent(random, drawn);
      const form = pick(random, allForms);
      const pools = { attention: integer(random, 1, 30), ffn: integer(random, 1, 5) };
      const maxCycleTime = cycleTime(point, pools, form) * logUniform(random, 0.3, 1.5);
      const step = pick(random, [1, 2, 4]);
      const limits = { step, min: pick(random, [undefined, 3]), max: 60, maxCycleTime };
      const counts = Array.from({ length: 60 }, (_, k) => k + 1).filter(
        (x) =>
          x % step === 0 &&
          x >= (limits.min ?? 0) &&
          cycleTime(point, { ...pools, attention: x }, form) <= maxCycleTime * (1 + 1e-9),
      );
      assert.equal(largestFeasibleAttention(point, pools.ffn, form, limits), counts.at(-1));
      const sizes = Array.from({ length: 1100 }, (_, k) => k + 1).filter(
        (batchSize) => cycleTime({ ...point, batchSize }, pools, form) <= maxCycleTime * (1 + 1e-9),
      );
      assert.equal(largestFeasibleBatch(point, pools, form, maxCycleTime, 1100), sizes.at(-1));
    }
  });

  it('find the nearest batch size and attention count that trying all finds', () => {
    const random = seededRandom(314);
    const seen = new Map<string, number>();
    for (let i = 0; i < 500; i++) {
      const drawn = { ...randomPoint(random, { balance: [0.1, 30], spread: 0.3 }), batchSize: integer(random, 1, 60) };
      const point = random() < 0.5 ? drawn : bent(random, drawn);
      const form = pick(random, allForms);
      const step = pick(random, [1, 2]);
      const pools = { attention: step * integer(random, 1, 12), ffn: integer(random, 1, 4) };
      const least = cycleTime({ ...point, batchSize: 1 }, { ...pools, attention: step }, form);
      const most = cycleTime(point, pools, form);
      const maxCycleTime = pick(random, [least + (most - least) * random() ** 3, most * logUniform(random, 0.01, 1.1)]);
      const limits = { step, max: 40, maxCycleTime };
      const keeps = (batchSize: number, attention: number) =>
        cycleTime({ ...point, batchSize }, { ...pools, attention }, form) <= maxCycleTime * (1 + 1e-9);
      const found = nearestFeasible(point, pools, form, limits);
      const what = JSON.stringify({ point, pools, form, limits, found });
      seen.set(found.kind === 'change' ? found.changes : found.kind, 1);
      assert.equal(found.kind === 'kept', keeps(point.batchSize, pools.attention), what);
      const only = { batch: Infinity, attention: Infinity, both: Infinity };
      for (let batchSize = 1; batchSize <= point.batchSize; batchSize++) {
        for (let attention = step; attention <= pools.attention; attention += step) {
          if (!keeps(batchSize, attention)) continue;
          const distance = Math.log(point.batchSize / batchSize) + Math.log(pools.attention / attention);
          only.both = Math.min(only.both, distance);
          if (attention === pools.attention) only.batch = Math.min(only.batch, distance);
          if (batchSize === point.batchSize) only.attention = Math.min(only.attention, distance);
        }
      }
      if (found.kind === 'infeasible') {
        assert.equal(only.both, Infinity, what);
        assert.ok(found.cycleTime > maxCycleTime && found.pools.attention === step, what);
        continue;
      }
      if (found.kind === 'kept') continue;
      const one = Math.min(only.batch, only.attention);
      assert.ok(keeps(found.batchSize, found.pools.attention), what);
      const distance = Math.log(point.batchSize / found.batchSize) + Math.log(pools.attention / found.pools.attention);
      assert.ok(Math.abs(distance - (one < Infinity ? one : only.both)) < 1e-9, what);
      assert.equal(found.changes === 'both', one === Infinity, what);
    }
    assert.deepEqual([...seen.keys()].sort(), ['attention', 'batch size', 'both', 'infeasible', 'kept']);
  });

  describe('where a cycle takes the longer of 4 B and x B', () => {
    const line = (alpha: number) => ({ alpha, beta: 0 });
    const latency = { ...table2, attention: line(4), communication: line(0), ffn: line(1) };
    const near = (
      batchSize: number,
      attention: number,
      limits: AttentionLimits & { readonly maxCycleTime: number },
    ) => {
      const point = { ...baseCase, latency, batchSize, load: { theta: 1, nu: undefined } };
      return nearestFeasible(point, { attention, ffn: 1 }, 'mean-field', limits);
    };
    const to = (attention: number, batchSize: number, changes: 'attention' | 'batch size' | 'both') =>
      ({ kind: 'change', batchSize, pools: { attention, ffn: 1 }, changes }) as const;

    it('takes no more attention workers than the limits allow', () => {
      assert.deepEqual(near(2, 20, { step: 1, max: 5, maxCycleTime: 14 }), to(5, 2, 'attention'));
      assert.deepEqual(near(2, 20, { step: 1, max: 50, maxCycleTime: 14 }), to(7, 2, 'attention'));
    });

    it('changes the attention count of two changes that are as large', () => {
      assert.deepEqual(near(10, 10, { step: 1, maxCycleTime: 50 }), to(5, 10, 'attention'));
      assert.deepEqual(near(10, 10, { step: 1, min: 6, maxCycleTime: 50 }), to(10, 5, 'batch size'));
    });

    it('changes both by the least, which may be fewer attention workers with more requests each', () => {
      // 5 x 2 and 3 x 3 are less than 4 x 3.
      assert.deepEqual(near(10, 20, { step: 1, max: 5, maxCycleTime: 14 }), to(4, 3, 'both'));
    });

    it('says how long the fewest attention workers allowed take, those given where none are', () => {
      const infeasible = (limits: AttentionLimits & { readonly maxCycleTime: number }) => {
        const found = near(10, 20, limits);
        return found.kind === 'infeasible' && [found.pools.attention, found.cycleTime];
      };
      assert.deepEqual(infeasible({ step: 8, max: 15, maxCycleTime: 3 }), [8, 8]);
      assert.deepEqual(infeasible({ step: 8, max: 5, maxCycleTime: 14 }), [20, 20]);
    });
  });

  it('names the stage that cannot keep the objective even with one request per worker', () => {
    const limits = { step: 1, maxCycleTime: 90 };
    const found = nearestFeasible(baseCase, ten, 'barrier', limits);
    assert.ok(found.kind === 'infeasible');
    assert.deepEqual(found.pools, { attention: 1, ffn: 1 });
    assert.equal(found.stage, 'ffn');
    assert.ok(Math.abs(found.cycleTime - 100.083) < 1e-6, `${found.cycleTime}`);
  });
});
