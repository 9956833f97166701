import assert from 'node:assert/strict';
import type { OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import { stageTimes } from '../../../server/src/provisioning/cycle/stage-times';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { type GainUncertainty, gainBand, latencyCorners } from '../../../server/src/provisioning/optimum/gain-band';
import { assertPrinted, baseCase, table2 } from '../base-case';
import { assertRelative } from '../closeness';
import { allForms, bent, integer, type Random, randomPoint, seededRandom, uniform } from '../random-points';

const from = { attention: 4, ffn: 1 };
const to = { attention: 10, ffn: 1 };
const exact: GainUncertainty = {
  thetaLow: 599,
  thetaHigh: 599,
  relativeError: { attention: 0, communication: 0, ffn: 0 },
};

/** A point somewhere inside the uncertainty of another. */
function inside(
  random: Random,
  point: OperatingPoint,
  { thetaLow, thetaHigh, relativeError }: GainUncertainty,
): OperatingPoint {
  const scaled = (stage: 'attention' | 'communication' | 'ffn') => {
    const factor = 1 + relativeError[stage] * uniform(random, -1, 1);
    const { alpha, beta } = point.latency[stage];
    return { alpha: alpha * factor, beta: beta * factor };
  };
  const latency = {
    ...point.latency,
    attention: scaled('attention'),
    communication: scaled('communication'),
    ffn: scaled('ffn'),
  };
  return { ...point, latency, load: { ...point.load, theta: uniform(random, thetaLow, thetaHigh) } };
}

describe('gain-band', () => {
  it('is 11.2 % for the base case, without width where nothing is uncertain', () => {
    const { gain, low, high } = gainBand(baseCase, from, to, 'barrier', exact);
    assertPrinted(100 * gain, '11.2');
    assert.equal(low, gain);
    assert.equal(high, gain);
  });

  it('turns by hand at the corners of the mean-field base case', () => {
    const error = { attention: 0.05, communication: 0.05, ffn: 0.05 };
    const { low, high } = gainBand(baseCase, from, to, 'mean-field', { ...exact, relativeError: error });
    const attention = 0.00165 * 256 * 599 + 50;
    const ffn = 0.083 * 2560 + 100;
    const perWorker = (10 / 11) * (5 / 4);
    assertRelative(low, (perWorker * attention * 0.95) / (ffn * 1.05) - 1, 1e-12);
    assertRelative(high, perWorker - 1, 1e-12, 'attention-bound before and after');
  });

  it('contains the gain anywhere inside the box in the mean-field form', () => {
    const random = seededRandom(111);
    for (let i = 0; i < 500; i++) {
      const point = randomPoint(random, { balance: [0.3, 50], spread: 0 });
      const a = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const b = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const { theta } = point.load;
      const relativeError = { attention: 0.1, communication: 0.2, ffn: 0.15 };
      const uncertainty = { thetaLow: 0.9 * theta, thetaHigh: 1.2 * theta, relativeError };
      const { low, gain, high } = gainBand(point, a, b, 'mean-field', uncertainty);
      assert.ok(low <= gain && gain <= high);
      for (let k = 0; k < 40; k++) {
        const there = inside(random, point, uncertainty);
        const gainThere =
          throughputPerInstance(there, b, 'mean-field') / throughputPerInstance(there, a, 'mean-field') - 1;
        assert.ok(
          gainThere >= low - 1e-12 && gainThere <= high + 1e-12,
          JSON.stringify({ point, a, b, low, high, gainThere }),
        );
      }
    }
  });

  it('contains it to half a percentage point in the other forms', () => {
    const random = seededRandom(112);
    let worst = 0;
    for (let i = 0; i < 1500; i++) {
      const point = randomPoint(random, { balance: [0.3, 50], spread: 0.2 });
      const a = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const b = { attention: integer(random, 1, 60), ffn: integer(random, 1, 4) };
      const { theta } = point.load;
      const relativeError = { attention: 0.05, communication: 0.05, ffn: 0.05 };
      const uncertainty = { thetaLow: 0.95 * theta, thetaHigh: 1.05 * theta, relativeError };
      const form = allForms[1 + (i % 2)]!;
      const { low, high } = gainBand(point, a, b, form, uncertainty);
      for (let k = 0; k < 20; k++) {
        const there = inside(random, point, uncertainty);
        const gainThere = throughputPerInstance(there, b, form) / throughputPerInstance(there, a, form) - 1;
        worst = Math.max(worst, (low - gainThere) / (1 + low), (gainThere - high) / (1 + high));
      }
    }
    assert.ok(worst < 0.005, `worst ${worst}`);
  });

  it('widens with the uncertainty', () => {
    let previous = gainBand(baseCase, from, to, 'pipeline', exact);
    for (const error of [0.02, 0.05, 0.1]) {
      const relativeError = { attention: error, communication: error, ffn: error };
      const uncertainty = { thetaLow: 599 * (1 - error), thetaHigh: 599 * (1 + error), relativeError };
      const band = gainBand(baseCase, from, to, 'pipeline', uncertainty);
      assert.ok(band.low < previous.low && band.high >= previous.high, `error ${error}`);
      assert.equal(band.gain, previous.gain);
      previous = band;
    }
  });

  it('scales slope and intercept of a stage together', () => {
    const relativeError = { attention: 0, communication: 0, ffn: 0.1 };
    const { low } = gainBand(baseCase, from, to, 'mean-field', { ...exact, relativeError });
    const slower = { ...table2, ffn: { alpha: 0.0913, beta: 110 } };
    const there = gainBand({ ...baseCase, latency: slower }, from, to, 'mean-field', exact);
    assertRelative(low, there.gain, 1e-12);
  });

  it('scales all that a stage time is made of', () => {
    const random = seededRandom(114);
    for (let i = 0; i < 200; i++) {
      const point = bent(random, randomPoint(random, { balance: [0.3, 50], spread: 0.2 }));
      const pools = { attention: integer(random, 1, 60), ffn: integer(random, 1, 9) };
      const error = { attention: 0.1, communication: 0.2, ffn: 0.3 };
      const plain = stageTimes(point, pools);
      const [low] = latencyCorners(point.latency, error);
      const scaled = stageTimes({ ...point, latency: low! }, pools);
      assertRelative(scaled.attentionSlowest, 0.9 * plain.attentionSlowest, 1e-12);
      assertRelative(scaled.communication, 0.8 * plain.communication, 1e-12);
      assertRelative(scaled.ffn, 0.7 * plain.ffn, 1e-12);
    }
  });
});
