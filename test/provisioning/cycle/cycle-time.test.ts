import assert from 'node:assert/strict';
import { cycleOfStages, cycleTime, withinCycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { meanSlotLoadOverHorizon } from '../../../server/src/provisioning/cycle/finite-horizon';
import type { AnswerForm, OperatingPoint, Pools } from '../../../server/src/provisioning/cycle/operating-point';
import { stageTimes } from '../../../server/src/provisioning/cycle/stage-times';
import { logNormalCdf } from '../../../server/src/provisioning/mathematics/normal';
import { assertPrinted, baseCase } from '../base-case';
import { assertClose, assertRelative } from '../closeness';
import { allForms, integer, pick, randomPoint, seededRandom } from '../random-points';

/** The cycle time of one draw, straight from the definition: M_x and M_mx, both given. */
function cycleGiven(
  slowest: number,
  slowestOfAll: number,
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
): number {
  const { attention, attentionSpread, communication, ffn } = stageTimes(point, pools);
  if (form !== 'pipeline') return Math.max(attention + attentionSpread * slowest, ffn, communication);
  const m = point.microbatches!;
  const worker = attention + (attentionSpread / Math.sqrt(m)) * slowest;
  const loop = (attention + attentionSpread * slowestOfAll + ffn + communication) / m;
  return Math.max(worker, loop, ffn, communication / 2);
}

/** The mean over even steps of the common rank u: M_n is where Phi^n = u. */
function cycleByRank(point: OperatingPoint, pools: Pools, form: AnswerForm, ranks: number): number {
  let sum = 0;
  for (let i = 0; i < ranks; i++) {
    const logRank = Math.log((i + 0.5) / ranks);
    const all = pools.attention * (point.microbatches ?? 1);
    sum += cycleGiven(whereLogCdfIs(logRank / pools.attention), whereLogCdfIs(logRank / all), point, pools, form);
  }
  return sum / ranks;
}

/** Bisection. */
function whereLogCdfIs(value: number): number {
  let [low, high] = [-12, 12];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (logNormalCdf(middle) < value) low = middle;
    else high = middle;
  }
  return low;
}

describe('cycle-time', () => {
  it('reproduces the printed mean-field cycle times over a finite horizon', () => {
    const load = { meanPrefill: 100, meanDecode: 500, batchSize: 256, requestsPerWorker: 10_000 };
    const point = { ...baseCase, load: { theta: meanSlotLoadOverHorizon(load), nu: undefined } };
    const printed = [
      [1, '297.6'],
      [2, '297.6'],
      [4, '297.6'],
      [8, '297.6'],
      [9, '297.6'],
      [10, '312.5'],
      [16, '440.0'],
      [24, '610.0'],
      [32, '779.9'],
    ] as const;
    for (const [attention, value] of printed) {
      assertPrinted(cycleTime(point, { attention, ffn: 1 }, 'mean-field'), value, `tau at ${attention}A`);
    }
  });

  it('agrees with the mean over ranks in every form', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 60; i++) {
      const point = randomPoint(random, { balance: [0.3, 30], spread: 0.6 });
      const pools = { attention: integer(random, 1, 40), ffn: integer(random, 1, 4) };
      for (const form of ['barrier', 'pipeline'] as const) {
        const what = `${form} ${JSON.stringify({ point, pools })}`;
        assertRelative(cycleTime(point, pools, form), cycleByRank(point, pools, form, 2000), 2e-4, what);
      }
    }
  });

  it('agrees with a simulated pipeline whose loads last, as printed for it', () => {
    // theory.md's own simulator: 5 workers and n = 2: 313.9; n = 3: 311.3; 7 workers and n = 2: 315.5 (communication per worker).
    const worker = { ...baseCase.latency, communicationScalesWith: 'worker' as const };
    const printed = [
      [5, 2, 313.9],
      [5, 3, 311.3],
      [7, 2, 315.5],
    ] as const;
    for (const [attention, microbatches, simulated] of printed) {
      const cycle = cycleTime({ ...baseCase, latency: worker, microbatches }, { attention, ffn: 1 }, 'pipeline');
      assertRelative(cycle, simulated, 0.003, `${attention}A, ${microbatches} microbatches`);
    }
  });

  it('is the plain maximum without spread', () => {
    const random = seededRandom(13);
    for (let i = 0; i < 2000; i++) {
      const point = randomPoint(random, { balance: [0.1, 100], spread: 0 });
      const pools = { attention: integer(random, 1, 300), ffn: integer(random, 1, 8) };
      for (const form of allForms) {
        assertRelative(cycleTime(point, pools, form), cycleGiven(0, 0, point, pools, form), 1e-12, form);
      }
      assert.equal(cycleTime(point, pools, 'barrier'), cycleTime(point, pools, 'mean-field'), 'to the last digit');
    }
  });

  it('adds the three stages with one microbatch', () => {
    const times = stageTimes(baseCase, { attention: 6, ffn: 1 });
    const sum = times.attentionSlowest + times.ffn + times.communication;
    assertClose(cycleTime({ ...baseCase, microbatches: 1 }, { attention: 6, ffn: 1 }, 'pipeline'), sum, 1e-12);
  });

  it('is at least as long as any stage, and rises with the attention workers and with theta', () => {
    const random = seededRandom(14);
    for (let i = 0; i < 3000; i++) {
      const point = randomPoint(random, { balance: [0.1, 100], spread: 0.8 });
      const pools = { attention: integer(random, 1, 200), ffn: integer(random, 1, 8) };
      const form = pick(random, allForms);
      const cycle = cycleTime(point, pools, form);
      const times = stageTimes(point, pools);
      const slowest = {
        'mean-field': times.attention,
        barrier: times.attentionSlowest,
        pipeline: Math.max(times.attentionSustained!, times.roundTripShare!),
      }[form];
      const link = form === 'pipeline' ? times.communication / 2 : times.communication;
      const least = 1 - 1e-9;
      assert.ok(cycle >= slowest * least && cycle >= times.ffn * least && cycle >= link * least, form);
      assert.ok(cycleTime(point, { ...pools, attention: pools.attention + 1 }, form) >= cycle * least, form);
      const heavier = { ...point, load: { ...point.load, theta: point.load.theta * 1.1 } };
      assert.ok(cycleTime(heavier, pools, form) >= cycle * least, form);
    }
  });

  it('comes to an end with a spread that is nothing beside the mean', () => {
    for (const spread of [1e-9, 1e-12, 3e-13, 1e-15, 1e-300, 5e-324]) {
      for (const attention of [0, 1, 300]) {
        for (const [communication, microbatches] of [
          [1, 1],
          [1, 2],
          [600, 3],
          // A round trip of 300 shared between two, as long as the attention time.
          [299.5, 2],
        ] as const) {
          const times = { attention, attentionSpread: spread, communication, ffn: 0.5 };
          const still = cycleOfStages({ ...times, attentionSpread: 0 }, 64, 'pipeline', microbatches);
          assertRelative(cycleOfStages(times, 64, 'pipeline', microbatches), still, 1e-8);
        }
      }
    }
  });

  it('ends where all times are as small as doubles go', () => {
    const smallest = [0, 5e-324, 3e-323, 1e-320];
    for (const attention of smallest) {
      for (const attentionSpread of smallest) {
        for (const microbatches of [1, 2, 3]) {
          const times = { attention, attentionSpread, communication: 0, ffn: 5e-324 };
          assert.ok(cycleOfStages(times, 5, 'pipeline', microbatches) < 1e-300);
        }
      }
    }
  });

  it('is the same in any unit of time', () => {
    const random = seededRandom(15);
    for (let i = 0; i < 200; i++) {
      const point = randomPoint(random, { balance: [0.3, 30], spread: 0.6 });
      const pools = { attention: integer(random, 1, 40), ffn: 1 };
      const { attention, attentionSpread, communication, ffn } = stageTimes(point, pools);
      const cycleIn = (unit: number, form: AnswerForm): number =>
        cycleOfStages(
          {
            attention: attention / unit,
            attentionSpread: attentionSpread / unit,
            communication: communication / unit,
            ffn: ffn / unit,
          },
          pools.attention,
          form,
          point.microbatches,
        ) * unit;
      for (const form of allForms) assertRelative(cycleIn(2 ** 60, form), cycleIn(1, form), 1e-12, form);
    }
  });

  it('differs from the theory by a share that goes a quarter round at twice the ratio', () => {
    const theory = cycleTime(baseCase, { attention: 6, ffn: 3 }, 'mean-field');
    const flat = (value: number) => ({ alpha: 0, beta: value });
    const latency = { ...baseCase.latency, attention: flat(theory), communication: flat(0), ffn: flat(0) };
    const at = (attention: number, ffn: number): number => {
      const misfit = { cosine: 0.02, sine: 0.05 };
      return cycleTime({ ...baseCase, latency, misfit }, { attention, ffn }, 'mean-field') / theory;
    };
    assertClose(at(3, 3), 1.02, 1e-14);
    assertClose(at(6, 3), 1.05, 1e-14);
    assertClose(at(12, 3), 0.98, 1e-14);
    assertClose(at(3, 6), 0.95, 1e-14);
  });

  it('keeps a bound that it reaches but for rounding, and every bound that is none', () => {
    const pools = { attention: 6, ffn: 1 };
    const cycle = cycleTime(baseCase, pools, 'barrier');
    const kept = (bound: number | undefined): boolean => withinCycleTime(baseCase, pools, 'barrier', bound);
    assert.deepEqual([undefined, 2 * cycle, cycle * (1 - 0.9e-9), cycle * (1 - 1.1e-9), cycle / 2].map(kept), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('needs the microbatches for the pipeline form', () => {
    const unknown = { ...baseCase, microbatches: undefined };
    assert.throws(() => cycleTime(unknown, { attention: 4, ffn: 1 }, 'pipeline'), /microbatches/);
  });
});
