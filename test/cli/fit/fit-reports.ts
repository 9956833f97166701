import assert from 'node:assert/strict';
import type { FitReport } from '../../../server/src/cli/fit/fit-report';
import { fitMeasurements } from '../../../server/src/latency/fit/fit-measurements';
import { counts, generatedSweep, sweepCsv } from '../../latency/fit/generated-sweep';

/** A report of measurements without names of model and device. */
export function reportOf(text: string, file = 'runs/sweep.csv'): FitReport {
  const outcome = fitMeasurements(text);
  assert.ok(outcome.kind === 'fitted');
  const { profile, ignoredColumns } = outcome;
  return { file, name: 'sweep', model: undefined, device: undefined, fitted: profile, ignoredColumns };
}

export const sweepReport = reportOf(
  sweepCsv(
    generatedSweep(
      { alpha: 2e-5, perRequest: 0.15, beta: 1, ffnAlpha: 0.028, ffnBeta: 9 },
      {
        contexts: [{ context: 16384, batchSize: 25 }],
        attention: counts(8, 64, 4),
        ffn: 4,
        microbatches: 2,
        noise: 0.01,
        seed: 1,
      },
    ),
  ),
);

/** Timings of three stages on exact lines: attention without requests, so that all of it is in alpha and beta. */
export const stageReport = reportOf(
  [
    'stage,tokens,requests,ms',
    ...[1, 2, 4, 8].flatMap((n) => [
      `attention,${n * 100_000},,${2 * n + 3}`,
      `ffn,,${n * 40},${n + 4}`,
      `comm,,${n * 40},${0.4 * n + 1}`,
    ]),
  ].join('\n'),
);
