// Also tests: latency/fit/max-of-stages
import assert from 'node:assert/strict';
import { leaveOneContextOut } from '../../../server/src/latency/fit/leave-one-out';
import { readMeasurements } from '../../../server/src/latency/fit/read-measurements';
import { counts, generatedSweep, sweepCsv, type Truth } from './generated-sweep';

/** Requests cost 6,000 tokens' worth each, as is usual: one context then says what another one takes. */
const truth: Truth = { alpha: 2.2e-5, perRequest: 0.132, beta: 0, ffnAlpha: 0.028, ffnBeta: 9 };

function leftOut(
  contexts: readonly { readonly context: number; readonly batchSize: number }[],
  noise: number,
  seed = 1,
) {
  const plan = { contexts, attention: counts(12, 64, 4), ffn: 4, microbatches: 2, noise, seed };
  const read = readMeasurements(sweepCsv(generatedSweep(truth, plan)));
  assert.ok(read.kind === 'sweep');
  return leaveOneContextOut(read.rows);
}

describe('leave one context out', () => {
  it('recommends for a context from the other one within 1 % of the best, with either left out', () => {
    const contexts = [
      { context: 16384, batchSize: 25 },
      { context: 65536, batchSize: 6 },
    ];
    let good = 0;
    const runs = 30;
    for (let seed = 1; seed <= runs; seed++) {
      const both = leftOut(contexts, 0.005, seed);
      assert.deepEqual(both.map(({ context }) => context), [16384, 65536]); // biome-ignore format: one idea
      good += both.filter(({ choice }) => choice!.regret < 0.01).length;
      for (const { meanAbsolute } of both) assert.ok(meanAbsolute < 0.06);
    }
    assert.ok(good >= 0.9 * 2 * runs, `${good} of ${2 * runs}`);
  });

  it('predicts every context from the others where they tell all coefficients', () => {
    const contexts = [4096, 8192, 16384, 32768].map((context) => ({ context, batchSize: 409_600 / context }));
    for (const { meanAbsolute, choice } of leftOut(contexts, 0.003)) {
      assert.ok(meanAbsolute < 0.02, String(meanAbsolute));
      assert.ok(choice!.regret < 0.01 && choice!.ratioRegret < 0.01);
    }
  });

  it('says nothing of a single context', () => {
    assert.deepEqual(leftOut([{ context: 16384, batchSize: 25 }], 0.01), []);
  });
});
