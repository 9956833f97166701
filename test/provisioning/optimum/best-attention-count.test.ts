// Also tests: provisioning/optimum/best-choice
import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { stepRange } from '../../../server/src/provisioning/optimum/attention-limits';
import { bestAttentionCount } from '../../../server/src/provisioning/optimum/best-attention-count';
import { baseCase, table2 } from '../base-case';
import { allForms, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

function scan(
  point: OperatingPoint,
  ffn: number,
  form: AnswerForm,
  counts: readonly number[],
): { best: number; throughput: number; peaks: number } {
  const values = counts.map((attention) => throughputPerInstance(point, { attention, ffn }, form));
  let best = 0;
  let peaks = 1;
  let falling = false;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[best]!) best = i;
    if (values[i]! < values[i - 1]! * (1 - 1e-12)) falling = true;
    else if (falling && values[i]! > values[i - 1]! * (1 + 1e-12)) peaks++;
  }
  return { best: counts[best]!, throughput: values[best]!, peaks };
}

function multiples(step: number, min: number, max: number): number[] {
  const counts: number[] = [];
  for (let count = step; count <= max; count += step) if (count >= min) counts.push(count);
  return counts;
}

describe('best-attention-count', () => {
  it('reproduces the printed integer optima of the base case', () => {
    assert.equal(bestAttentionCount(baseCase, 1, 'mean-field', { step: 1 }), 9);
    assert.equal(bestAttentionCount(baseCase, 1, 'barrier', { step: 1 }), 10);
    assert.equal(bestAttentionCount(baseCase, 1, 'pipeline', { step: 1 }), 10);
    const worker = { ...table2, communicationScalesWith: 'worker' as const };
    const two = { ...baseCase, microbatches: 2 };
    const even = { ...two, load: { theta: 599, nu: undefined } };
    assert.equal(bestAttentionCount({ ...even, latency: worker }, 1, 'pipeline', { step: 1 }), 8, 'without barrier');
    assert.equal(bestAttentionCount({ ...two, latency: worker }, 1, 'pipeline', { step: 1 }), 8, 'with barrier');
    assert.equal(bestAttentionCount(two, 1, 'pipeline', { step: 1 }), 7, 'bundle scale');
  });

  it('agrees with a full scan, and the objective has one peak, on 5000 random sets', () => {
    const random = seededRandom(61);
    for (let i = 0; i < 5000; i++) {
      const point = randomPoint(random, { balance: [0.02, 200], spread: pick(random, [0, 0.1, 0.5, 1.5]) });
      const ffn = pick(random, [1, 1, 2, 3, 8, 40]);
      const form = pick(random, allForms);
      const step = pick(random, [1, 1, 2, 8]);
      const min = pick(random, [0, 0, integer(random, 1, 40)]);
      const max = integer(random, step, 300);
      const counts = multiples(step, min, max);
      const best = bestAttentionCount(point, ffn, form, { step, min, max });
      if (counts.length === 0) {
        assert.equal(best, undefined);
        continue;
      }
      const what = JSON.stringify({ point, ffn, form, step, min, max, best });
      const full = scan(point, ffn, form, counts);
      assert.equal(full.peaks, 1, what);
      assert.ok(counts.includes(best!), what);
      const found = throughputPerInstance(point, { attention: best!, ffn }, form);
      assert.ok(found >= full.throughput * (1 - 1e-12), `scan finds ${full.best}: ${what}`);
    }
  });

  it('agrees with a full scan up to the default limit', () => {
    const random = seededRandom(62);
    for (let i = 0; i < 6; i++) {
      const point = randomPoint(random, { balance: [50, 20_000], spread: 0.3 });
      const form = allForms[i % 3]!;
      const best = bestAttentionCount(point, 1, form, { step: 1 });
      const found = throughputPerInstance(point, { attention: best!, ffn: 1 }, form);
      const full = scan(point, 1, form, multiples(1, 1, 16_384));
      assert.ok(found >= full.throughput * (1 - 1e-12), `scan finds ${full.best}, search ${best}`);
    }
  });

  it('finds the higher of two peaks where the spread is many times the mean', () => {
    const wild: OperatingPoint = {
      load: { theta: 1387.3114809126175, nu: 39831.68621048747 },
      batchSize: 108,
      microbatches: 4,
      latency: {
        ...table2,
        attention: { alpha: 0.00028348254955389083, beta: 0 },
        communication: { alpha: 0, beta: 1.480166467347427 },
        ffn: { alpha: 0.000650238138186646, beta: 0.1213010376855405 },
      },
    };
    const full = scan(wild, 3, 'barrier', multiples(1, 1, 400));
    assert.ok(full.peaks > 1, 'outside the range of the unimodality argument');
    assert.equal(bestAttentionCount(wild, 3, 'barrier', { step: 1, max: 400 }), full.best);
  });

  it('respects a bound on the cycle time', () => {
    const random = seededRandom(63);
    let bound = 0;
    for (let i = 0; i < 1000; i++) {
      const point = randomPoint(random, { balance: [0.2, 100], spread: 0.4 });
      const form = pick(random, allForms);
      const unbounded = bestAttentionCount(point, 1, form, { step: 1, max: 200 })!;
      const maxCycleTime = cycleTime(point, { attention: unbounded, ffn: 1 }, form) * logUniform(random, 0.8, 1.05);
      const counts = multiples(1, 1, 200).filter(
        (attention) => cycleTime(point, { attention, ffn: 1 }, form) <= maxCycleTime,
      );
      const best = bestAttentionCount(point, 1, form, { step: 1, max: 200, maxCycleTime });
      if (counts.length === 0) {
        assert.equal(best, undefined);
        continue;
      }
      const found = throughputPerInstance(point, { attention: best!, ffn: 1 }, form);
      assert.ok(counts.includes(best!));
      assert.ok(found >= scan(point, 1, form, counts).throughput * (1 - 1e-12));
      if (best !== unbounded) bound++;
    }
    assert.ok(bound > 100, `the bound binds in ${bound} cases`);
  });

  it('admits a cycle time equal to the bound', () => {
    for (const form of allForms) {
      const maxCycleTime = cycleTime(baseCase, { attention: 5, ffn: 1 }, form);
      const best = bestAttentionCount(baseCase, 1, form, { step: 1, maxCycleTime });
      assert.equal(best, form === 'mean-field' ? 9 : 5);
    }
  });

  it('answers the limit where more is always better', () => {
    const heavy = { ...baseCase, load: { theta: 1e12, nu: 0 } };
    for (const form of allForms) {
      assert.equal(bestAttentionCount(heavy, 1, form, { step: 1 }), 16_384);
      assert.equal(bestAttentionCount(heavy, 1, form, { step: 48, max: 500 }), 480);
    }
    const spread = { ...baseCase, load: { theta: 1e12, nu: 1e12 } };
    assert.equal(scan(spread, 1, 'barrier', multiples(1, 1, 500)).best, 45, 'the barrier alone ends it');
    assert.equal(bestAttentionCount(spread, 1, 'barrier', { step: 1 }), 45);
  });

  it('answers nothing where the limits leave nothing', () => {
    assert.equal(bestAttentionCount(baseCase, 1, 'barrier', { step: 8, max: 7 }), undefined);
    assert.equal(bestAttentionCount(baseCase, 1, 'barrier', { step: 8, min: 9, max: 15 }), undefined);
    assert.equal(bestAttentionCount(baseCase, 1, 'barrier', { step: 1, maxCycleTime: 100 }), undefined);
  });

  it('never answers zero', () => {
    const free = { ...baseCase, load: { theta: 0, nu: 0 } };
    assert.equal(bestAttentionCount(free, 1000, 'barrier', { step: 1, min: 0, max: 1 }), 1);
    assert.deepEqual(stepRange({ step: 4, min: 0, max: 11 }), { low: 1, high: 2 });
    assert.deepEqual(stepRange({ step: 4, min: 5 }), { low: 2, high: 4096 });
  });
});
