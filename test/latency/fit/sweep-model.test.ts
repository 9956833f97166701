import assert from 'node:assert/strict';
import type { SweepRow } from '../../../server/src/latency/fit/measurements';
import { readMeasurements } from '../../../server/src/latency/fit/read-measurements';
import { deviationOf, fitSweepModel, modelTimes } from '../../../server/src/latency/fit/sweep-model';
import { seededRandom } from '../../workload/seeded-random';
import { counts, type GeneratedRow, generatedSweep, type Plan, sweepCsv, type Truth } from './generated-sweep';

const truth: Truth = { alpha: 2e-5, perRequest: 0.15, beta: 1, ffnAlpha: 0.028, ffnBeta: 9 };
const plan: Plan = {
  contexts: [{ context: 16384, batchSize: 25 }],
  attention: counts(8, 64, 4),
  ffn: 4,
  microbatches: 2,
  noise: 0.01,
  seed: 1,
};
/** Contexts and batch sizes varied independently, all with attention-bound rows. */
const varied = [
  { context: 8192, batchSize: 50 },
  { context: 16384, batchSize: 25 },
  { context: 16384, batchSize: 50 },
  { context: 32768, batchSize: 12 },
  { context: 32768, batchSize: 24 },
];
/** About the same KV tokens per worker. */
const equalTokens = [
  { context: 4096, batchSize: 100 },
  { context: 8192, batchSize: 50 },
  { context: 16384, batchSize: 25 },
];

function rowsOf(generated: readonly GeneratedRow[]): readonly SweepRow[] {
  const read = readMeasurements(sweepCsv(generated));
  assert.ok(read.kind === 'sweep');
  return read.rows;
}

const near = (value: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(value / expected - 1) <= relative, `${value} is not ${expected}`);

describe('sweep model', () => {
  it('finds all coefficients of a sweep without noise', () => {
    const { attention, ffn } = fitSweepModel(rowsOf(generatedSweep(truth, { ...plan, contexts: varied, noise: 0 })));
    near(attention.alpha, truth.alpha, 1e-3);
    near(attention.perRequest, truth.perRequest, 1e-3);
    near(attention.beta, truth.beta, 0.02);
    near(ffn.alpha, truth.ffnAlpha, 1e-3);
    near(ffn.beta, truth.ffnBeta, 1e-3);
  });

  it('finds the cost of a request where only the batch size varies, with 2 or 3 microbatches', () => {
    for (const microbatches of [2, 3]) {
      const rows = rowsOf(generatedSweep(truth, { ...plan, contexts: equalTokens, microbatches }));
      const { attention, ffn, rows: used } = fitSweepModel(rows);
      assert.deepEqual([used.form.freePerRequest, used.form.freeBeta], [true, false]);
      near(attention.perRequest, truth.perRequest, 0.05);
      // What does not vary is in alpha: 1 ms over the 409,600 tokens of a worker.
      near(attention.alpha, truth.alpha + truth.beta / 409_600, 0.03);
      near(ffn.alpha, truth.ffnAlpha, 0.05);
    }
  });

  it('fits one context: its attention time, shared out by the usual rate', () => {
    const model = fitSweepModel(rowsOf(generatedSweep(truth, plan)));
    const [row] = model.rows.rows;
    assert.equal(model.attentionSeen, true);
    near(modelTimes(model, row!).attention, 2e-5 * 409_600 + 0.15 * 25 + 1, 0.02);
    near(model.attention.perRequest / model.attention.alpha, 6000, 1e-9);
    assert.equal(model.attention.beta, 0);
  });

  it('says where attention never binds, and takes it to be just hidden', () => {
    const long = { ...plan, contexts: [{ context: 65536, batchSize: 6 }], attention: counts(32, 64, 4) };
    let seen = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const model = fitSweepModel(rowsOf(generatedSweep(truth, { ...long, seed })));
      if (model.attentionSeen) {
        seen++;
        continue;
      }
      const { attention, ffn } = modelTimes(model, model.rows.rows[0]!);
      near(attention, ffn, 1e-9);
    }
    assert.ok(seen <= 4, `${seen} of 40 sweeps show what is not there`);
  });

  it('takes the nearest rate that the rows allow, where the usual one would show', () => {
    // At 64K attention would take 11.9 ms by the usual rate, and FFN-bound rows are shorter from 10.1 ms on.
    const dear = { ...truth, alpha: 5e-6, perRequest: 0.5, beta: 0 };
    const contexts = [
      { context: 16384, batchSize: 25 },
      { context: 65536, batchSize: 6 },
    ];
    const model = fitSweepModel(
      rowsOf(generatedSweep(dear, { ...plan, contexts, attention: counts(16, 64, 4), noise: 0 })),
    );
    const { tokensPerRequest, freePerRequest } = model.rows.form;
    if (!freePerRequest) assert.ok(tokensPerRequest > 6000, String(tokensPerRequest));
    for (const row of model.rows.rows) {
      const { attention, ffn } = modelTimes(model, row);
      near(Math.max(attention, ffn), row.cycle, 0.02);
    }
  });

  it('is not moved by slow first rows and outliers', () => {
    const generated = generatedSweep(truth, { ...plan, contexts: varied });
    const spoilt = generated.map((row, i) => ({ ...row, step: row.step * (i < 3 ? 3 : i % 29 === 10 ? 0.6 : 1) }));
    const { attention, ffn, fit } = fitSweepModel(rowsOf(spoilt));
    near(attention.alpha, truth.alpha, 0.06);
    near(attention.perRequest, truth.perRequest, 0.15);
    near(ffn.alpha, truth.ffnAlpha, 0.06);
    near(ffn.beta, truth.ffnBeta, 0.06);
    for (const [i, row] of spoilt.entries()) {
      if (row.step !== generated[i]!.step) assert.ok(fit.weights[i]! < 0.1, `row ${i}`);
    }
  });

  it('tells the scatter of the rows', () => {
    for (const noise of [0.005, 0.02]) {
      near(
        deviationOf(fitSweepModel(rowsOf(generatedSweep(truth, { ...plan, contexts: varied, noise })))),
        noise,
        0.25,
      );
    }
  });

  it('fits many rows as it fits few, whatever their order', () => {
    const sweeps = Array.from({ length: 20 }, (_, seed) => generatedSweep(truth, { ...plan, contexts: varied, seed }));
    const random = seededRandom(5);
    const shuffled = sweeps
      .flat()
      .map((row) => ({ row, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    const { attention, ffn } = fitSweepModel(rowsOf(shuffled));
    near(attention.alpha, truth.alpha, 0.02);
    near(attention.perRequest, truth.perRequest, 0.03);
    near(ffn.alpha, truth.ffnAlpha, 0.01);
    near(ffn.beta, truth.ffnBeta, 0.01);
  });

  it('gives the same for the same rows', () => {
    const rows = rowsOf(generatedSweep(truth, { ...plan, contexts: equalTokens }));
    assert.deepEqual(fitSweepModel(rows).attention, fitSweepModel(rows).attention);
  });

  for (const [name, rows, message] of [
    ['few rows', generatedSweep(truth, { ...plan, attention: [8, 16, 24] }), /^3 usable rows are too few/],
    [
      'one load',
      Array(8)
        .fill(generatedSweep(truth, { ...plan, attention: [16] }))
        .flat(),
      /one FFN load/,
    ],
    [
      'two loads',
      Array(8)
        .fill(generatedSweep(truth, { ...plan, attention: [8, 48] }))
        .flat(),
      /two FFN loads/,
    ],
    ['attention only', generatedSweep({ ...truth, beta: 40 }, plan), /does not grow with the FFN load.*larger ratios/],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => fitSweepModel(rowsOf(rows as GeneratedRow[])), { message }));
  }
});
