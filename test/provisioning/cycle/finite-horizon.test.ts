import assert from 'node:assert/strict';
import { meanSlotLoadOverHorizon } from '../../../server/src/provisioning/cycle/finite-horizon';
import { meanFieldOptimum } from '../../../server/src/provisioning/optimum/mean-field-optimum';
import { assertPrinted, baseCase } from '../base-case';
import { assertRelative } from '../closeness';
import { seededRandom } from '../random-points';

const base = { meanPrefill: 100, meanDecode: 500, batchSize: 256, requestsPerWorker: 10_000 };

function ratioAt(theta: number): number {
  return meanFieldOptimum({ ...baseCase, load: { theta, nu: undefined } }, { attention: 4, ffn: 1 }).ratio;
}

describe('finite-horizon', () => {
  it('reproduces the printed ratio of the base case and the two limits beside it', () => {
    assertPrinted(ratioAt(meanSlotLoadOverHorizon(base)), '9.301');
    assertPrinted(ratioAt(600), '9.575');
    assertPrinted(ratioAt(599), '9.555');
  });

  it('is the mean of the step-by-step recursion', () => {
    for (const [meanDecode, batchSize, requestsPerWorker] of [
      [500, 256, 10_240],
      [20, 8, 40],
      [2, 4, 100],
    ] as const) {
      const p = 1 / meanDecode;
      const steps = (requestsPerWorker / batchSize) * meanDecode;
      let age = 0;
      let sum = 0;
      for (let k = 0; k < steps; k++) {
        sum += 37 + age;
        age = (1 - p) * (age + 1);
      }
      const closed = meanSlotLoadOverHorizon({ meanPrefill: 37, meanDecode, batchSize, requestsPerWorker });
      assertRelative(closed, sum / steps, 1e-9, `muD ${meanDecode}`);
    }
  });

  it('agrees with a simulated slot', () => {
    const random = seededRandom(31);
    const [meanDecode, steps, slots] = [50, 400, 20_000];
    let sum = 0;
    let squares = 0;
    for (let slot = 0; slot < slots; slot++) {
      let age = 0;
      let load = 0;
      for (let k = 0; k < steps; k++) {
        load += age / steps;
        age = random() < 1 / meanDecode ? 0 : age + 1;
      }
      sum += load;
      squares += load * load;
    }
    const mean = sum / slots;
    const error = Math.sqrt((squares / slots - mean * mean) / slots);
    const horizon = { meanPrefill: 0, meanDecode, batchSize: 16, requestsPerWorker: (16 * steps) / meanDecode };
    const closed = meanSlotLoadOverHorizon(horizon);
    assert.ok(Math.abs(closed - mean) < 4 * error, `${closed} against ${mean} ± ${error}`);
  });

  it('rises with the horizon to theta', () => {
    let previous = 0;
    for (const requestsPerWorker of [256, 1000, 1e4, 1e6, 1e9]) {
      const load = meanSlotLoadOverHorizon({ ...base, requestsPerWorker });
      assert.ok(load > previous && load < 599, `N ${requestsPerWorker}`);
      previous = load;
    }
    assertRelative(previous, 599, 1e-6);
    assert.equal(meanSlotLoadOverHorizon({ ...base, requestsPerWorker: Number.POSITIVE_INFINITY }), 599);
  });

  it('is the prefill length where every request decodes one token', () => {
    assert.equal(meanSlotLoadOverHorizon({ ...base, meanDecode: 1 }), 100);
  });
});
