import assert from 'node:assert/strict';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { bandOf, bandOfFew, gainBand } from '../../server/src/uncertainty/gain-band';
import { givenWorld, plausibleWorlds } from '../../server/src/uncertainty/world';
import type { BandCase } from '../../validation/judged-case';
import { assertPrinted, baseCase } from '../provisioning/base-case';
import { allForms, integer, normal, randomPoint, seededRandom, uniform } from '../provisioning/random-points';
import { simulatedCases } from './simulated-gains';

const from = { attention: 4, ffn: 1 };
const to = { attention: 10, ffn: 1 };
const theta = { kind: 'standard error', relative: 0.02, reach95: 1.96 } as const;

function worldsWithin(error: number) {
  return plausibleWorlds({ theta, stages: { attention: error, communication: error, ffn: error } });
}

describe('gain-band', () => {
  it('is 11.2 % for the base case, without width where nothing is uncertain', () => {
    const { gain, low, high, chanceBetter } = gainBand(baseCase, from, to, 'barrier', [givenWorld]);
    assertPrinted(100 * gain, '11.2');
    assert.deepEqual([low, high, chanceBetter], [gain, gain, 1]);
  });

  it('holds by few values 90 % of what they are drawn from', () => {
    const random = seededRandom(5);
    let held = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const { low, high } = bandOfFew(Array.from({ length: 32 }, () => random()));
      // Uniform draws: what the band is wide is what it holds.
      held += high - low;
    }
    assert.ok(Math.abs(held / 2000 - 0.9) < 0.005, `${held / 2000}`);
    assert.deepEqual(bandOfFew([0.3]), { low: 0.3, high: 0.3 });
  });

  it('is median, 90 % and chance of the values', () => {
    const values = Array.from({ length: 100 }, (_, k) => ((37 * k) % 100) - 29.5);
    const { gain, low, high, chanceBetter } = bandOf(values);
    assert.deepEqual([gain, chanceBetter], [20, 0.7]);
    assert.ok(Math.abs(low + 25) < 1e-9 && Math.abs(high - 65) < 1e-9, `${low} ${high}`);
  });

  it('holds 90 % of gains with coefficients, theta and stragglers drawn independently, in each form', () => {
    const random = seededRandom(112);
    const worlds = worldsWithin(0.05);
    for (const form of allForms) {
      let [inside, drawn] = [0, 0];
      for (let i = 0; i < 120; i++) {
        const point = randomPoint(random, { balance: [0.3, 50], spread: 0.2 });
        const a = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
        const b = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
        if (a.attention * b.ffn === b.attention * a.ffn) continue;
        const { low, high } = gainBand(point, a, b, form, worlds);
        for (let k = 0; k < 30; k++) {
          const off = (value: number) => value * (1 + 0.05 * uniform(random, -1, 1));
          const line = (stage: 'attention' | 'communication' | 'ffn') => {
            const { alpha, beta } = point.latency[stage];
            return { alpha: off(alpha), beta: off(beta) };
          };
          const [attention, communication, ffn] = [line('attention'), line('communication'), line('ffn')];
          const load = Math.exp(0.02 * normal(random));
          const straggler = Math.exp(0.05 + 0.18 * normal(random));
          const there = {
            ...point,
            latency: { ...point.latency, attention, communication, ffn },
            load: { ...point.load, theta: point.load.theta * load, nu: (point.load.nu ?? 0) * load * straggler },
            misfit: { sine: 0.002 * normal(random), cosine: 0.002 * normal(random) },
          };
          const gain = throughputPerInstance(there, b, form) / throughputPerInstance(there, a, form) - 1;
          drawn++;
          if (gain >= low && gain <= high) inside++;
        }
      }
      assert.ok(inside / drawn > 0.87 && inside / drawn < 0.93, `${form}: ${inside / drawn}`);
    }
  });

  it('has a width wherever the ratio changes, even with a perfect profile', () => {
    const random = seededRandom(113);
    const worlds = plausibleWorlds({
      theta: { ...theta, relative: 0 },
      stages: { attention: 0, communication: 0, ffn: 0 },
    });
    for (let i = 0; i < 300; i++) {
      const point = randomPoint(random, { balance: [0.3, 50], spread: 0 });
      const a = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const b = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const { low, high } = gainBand(point, a, b, 'mean-field', worlds);
      const ratio = (a.attention * b.ffn) / (a.ffn * b.attention);
      // At four times the ratio it is back.
      if (Math.abs(Math.log2(ratio)) < 0.2 || Math.abs(Math.log2(ratio)) > 3.8) continue;
      assert.ok(high - low > 0.0005 * (1 + low), JSON.stringify({ a, b, low, high }));
    }
  });

  it('widens with the errors', () => {
    let width = 0;
    for (const error of [0, 0.02, 0.05, 0.1]) {
      const { low, high } = gainBand({ ...baseCase, microbatches: 3 }, from, to, 'pipeline', worldsWithin(error));
      assert.ok(high - low > width, `error ${error}`);
      width = high - low;
    }
  });
});

describe('bands of gains against simulations', () => {
  // A short form of docs/validation.md, "Bands of gains", a few cases at a time.
  const next = simulatedCases();
  const cases: BandCase[] = [];
  for (const part of [1, 2, 3, 4, 5, 6]) {
    it(`are simulated, part ${part}`, () => {
      for (let i = 0; i < 4; i++) cases.push(next());
    });
  }

  it('hold about nine in ten of the simulated gains, none without a width', () => {
    const held = cases.filter(({ worlds }) => worlds.holds).length;
    assert.ok(held >= 19, `${held} of ${cases.length}`);
    assert.ok(cases.every(({ worlds }) => worlds.width > 0.001));
    const widths = cases.map(({ perfectProfile }) => perfectProfile.width).sort((a, b) => a - b);
    assert.ok(widths[12]! < 0.03, `${widths[12]} with a perfect profile`);
    const lost = cases.map((each) => each.lost).sort((a, b) => a - b);
    assert.ok(Math.abs(lost[12]!) < 1e-3 && lost[22]! < 0.01, `${lost[22]} lost by looking at the worlds`);
  });
});
