import assert from 'node:assert/strict';
import { cycleTime } from '../../server/src/provisioning/cycle-time';
import { meanSlotLoadOverHorizon } from '../../server/src/provisioning/finite-horizon';
import { normalCdf } from '../../server/src/provisioning/normal';
import type { AnswerForm, OperatingPoint, Pools } from '../../server/src/provisioning/operating-point';
import { stageTimes } from '../../server/src/provisioning/stage-times';
import { assertPrinted, baseCase } from './base-case';
import { assertClose, assertRelative } from './closeness';
import { allForms, integer, normal, pick, randomPoint, seededRandom } from './random-points';

/** The cycle time for one given time of the slowest attention worker, straight from the definition. */
function cycleGiven(slowest: number, point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  const { communication, ffn } = stageTimes(point, pools);
  if (form === 'pipeline') return Math.max(slowest, ffn, (slowest + ffn + communication) / point.microbatches!);
  return Math.max(slowest, ffn, communication);
}

/** Midpoint rule over the density of the maximum. */
function cycleByDensity(point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  const { attention, attentionSpread } = stageTimes(point, pools);
  const step = 1 / 400;
  let sum = 0;
  for (let t = -9; t < 10; t += step) {
    const mass = normalCdf(t + step) ** pools.attention - normalCdf(t) ** pools.attention;
    sum += mass * cycleGiven(attention + attentionSpread * (t + step / 2), point, pools, form);
  }
  return sum;
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

  it('agrees with the density of the maximum in every form', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 150; i++) {
      const point = randomPoint(random, { balance: [0.3, 30], spread: 0.6 });
      const pools = { attention: integer(random, 1, 40), ffn: integer(random, 1, 4) };
      for (const form of ['barrier', 'pipeline'] as const) {
        const what = `${form} ${JSON.stringify({ point, pools })}`;
        assertRelative(cycleTime(point, pools, form), cycleByDensity(point, pools, form), 2e-6, what);
      }
    }
  });

  it('agrees with Monte Carlo within five standard errors', () => {
    const random = seededRandom(12);
    const samples = 20_000;
    for (const attention of [1, 4, 9, 10, 11]) {
      for (const microbatches of [1, 2, 3]) {
        for (const form of ['barrier', 'pipeline'] as const) {
          const point = { ...baseCase, microbatches };
          const pools = { attention, ffn: 1 };
          const { attention: mean, attentionSpread } = stageTimes(point, pools);
          let sum = 0;
          let squares = 0;
          for (let i = 0; i < samples; i++) {
            let slowest = Number.NEGATIVE_INFINITY;
            for (let worker = 0; worker < attention; worker++) slowest = Math.max(slowest, normal(random));
            const cycle = cycleGiven(mean + attentionSpread * slowest, point, pools, form);
            sum += cycle;
            squares += cycle * cycle;
          }
          const average = sum / samples;
          const error = Math.sqrt(Math.max(0, squares / samples - average * average) / samples) + 1e-9 * average;
          const theory = cycleTime(point, pools, form);
          assert.ok(
            Math.abs(theory - average) < 5 * error,
            `${form} m=${microbatches} ${attention}A: ${theory}, ${average}`,
          );
        }
      }
    }
  });

  it('is the plain maximum without spread', () => {
    const random = seededRandom(13);
    for (let i = 0; i < 2000; i++) {
      const point = randomPoint(random, { balance: [0.1, 100], spread: 0 });
      const pools = { attention: integer(random, 1, 300), ffn: integer(random, 1, 8) };
      for (const form of allForms) {
        const expected = cycleGiven(stageTimes(point, pools).attention, point, pools, form);
        assertRelative(cycleTime(point, pools, form), expected, 1e-12, form);
      }
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
      const slowest = form === 'mean-field' ? times.attention : times.attentionSlowest;
      const least = 1 - 1e-12;
      assert.ok(cycle >= slowest * least && cycle >= times.ffn * least, form);
      if (form !== 'pipeline') assert.ok(cycle >= times.communication * least, form);
      assert.ok(cycleTime(point, { ...pools, attention: pools.attention + 1 }, form) >= cycle * least, form);
      const heavier = { ...point, load: { ...point.load, theta: point.load.theta * 1.1 } };
      assert.ok(cycleTime(heavier, pools, form) >= cycle * least, form);
    }
  });

  it('needs the microbatches for the pipeline form', () => {
    const unknown = { ...baseCase, microbatches: undefined };
    assert.throws(() => cycleTime(unknown, { attention: 4, ffn: 1 }, 'pipeline'), /microbatches/);
  });
});
