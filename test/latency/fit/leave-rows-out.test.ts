import assert from 'node:assert/strict';
import { slopeErrorByRows } from '../../../server/src/latency/fit/leave-rows-out';
import { readMeasurements } from '../../../server/src/latency/fit/read-measurements';
import { fitSweepModel } from '../../../server/src/latency/fit/sweep-model';
import { counts, generatedSweep, sweepCsv } from './generated-sweep';

const truth = { alpha: 2.2e-5, perRequest: 0.14, beta: 0.4, ffnAlpha: 0.028, ffnBeta: 8.5 };

function rowsOf(noise: number, seed: number, batchSize = 25) {
  const plan = { contexts: [{ context: 16_384, batchSize }], attention: counts(8, 64, 4), ffn: 4, microbatches: 2 };
  const measured = readMeasurements(sweepCsv(generatedSweep(truth, { ...plan, noise, seed })));
  assert.ok(measured.kind === 'sweep');
  return measured.rows;
}

describe('leave-rows-out', () => {
  it('tells about how far the slope is off, over many sweeps', () => {
    const cases = Array.from({ length: 30 }, (_, seed) => rowsOf(0.02, seed + 1));
    const off = cases.map((rows) => fitSweepModel(rows).ffn.alpha / truth.ffnAlpha - 1);
    const seen = Math.sqrt(off.reduce((sum, share) => sum + share ** 2, 0) / off.length);
    const stated = cases.map((rows) => slopeErrorByRows(rows)!);
    const mean = Math.sqrt(stated.reduce((sum, error) => sum + error ** 2, 0) / stated.length);
    assert.ok(mean > 0.6 * seen && mean < 2.5 * seen, `${mean} is stated, ${seen} seen`);
  });

  it('is next to nothing without noise, and not told for many rows', () => {
    assert.ok(slopeErrorByRows(rowsOf(0, 1))! < 1e-6);
    const rows = rowsOf(0.02, 1);
    assert.equal(slopeErrorByRows(Array.from({ length: 5 }, () => rows).flat()), undefined);
  });
});
