import { worldsOf } from '../../server/src/evaluation/worlds-of';
import { fitMeasurements } from '../../server/src/latency/fit/fit-measurements';
import type { OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';
import { gainBand } from '../../server/src/uncertainty/gain-band';
import { counts, generatedSweep, sweepCsv } from '../latency/fit/generated-sweep';

const truth = { alpha: 2.2e-5, perRequest: 0.14, beta: 0.4, ffnAlpha: 0.028, ffnBeta: 8.5 };
const slack = 0.01;
const contexts = [
  { context: 16_384, batchSize: 25 },
  { context: 65_536, batchSize: 6 },
] as const;

/** Whether gains between measured pools of a context lie in the bands that a fit to the other one gives, with a point of slack, and their widths. */
export function judgedBands(fitted: 0 | 1, seed: number) {
  const plan = { attention: counts(8, 64, 4), ffn: 4, microbatches: 2, noise: 0.02 };
  const rows = generatedSweep(truth, { contexts: [contexts[fitted]], ...plan, seed });
  const outcome = fitMeasurements(sweepCsv(rows));
  if (outcome.kind !== 'fitted') throw new Error('the sweep makes no fit');
  const { attention, ffn, communication, relativeError, misfit, slopeErrors } = outcome.profile;
  const left = contexts[1 - fitted]!;
  const point: OperatingPoint = {
    load: { theta: left.context, nu: 0 },
    batchSize: left.batchSize,
    microbatches: 2,
    latency: {
      attention: { alpha: attention.alpha.value, perRequest: attention.perRequest.value, beta: attention.beta.value },
      ffn: { alpha: ffn.alpha.value, beta: ffn.beta.value },
      communication: { alpha: communication.alpha.value, beta: communication.beta.value },
      communicationScalesWith: 'bundle',
      attentionCost: 1,
      ffnCost: 1,
    },
  };
  const estimate = {
    kind: 'point',
    requests: undefined,
    meanPrefill: left.context,
    meanDecode: 500,
    covariance: 0,
    theta: left.context,
    thetaStandardError: undefined,
    nu: 0,
  } as const;
  const worlds = worldsOf(estimate, { relativeError, calibration: 'measured', misfit, slopeErrors });
  const measured = generatedSweep(truth, { contexts: [left], ...plan, seed: seed + 1000 });
  const pairs = measured.flatMap((from, index) => measured.slice(index + 1).map((to) => [from, to] as const));
  const bands = pairs.map(([from, to]) => {
    const gain =
      (to.attention * (from.attention + 4) * from.step) / (from.attention * (to.attention + 4) * to.step) - 1;
    const { low, high } = gainBand(point, from, to, 'pipeline', worlds);
    return { holds: low - slack <= gain && gain <= high + slack, width: high - low };
  });
  return bands;
}
