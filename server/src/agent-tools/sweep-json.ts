import { modelVersion, schemaVersion } from '../report/explanation-json';
import type { TheoryPoint, TheorySweep } from '../sweep/sweep';
import { fewerPoints } from './sweep-points';

/** Points of a result for programs at most. */
const mostPoints = 40;

/**
 * The machine-readable sweep, in the names of `explain --format json`. Times are in `timeUnit`, throughput in tokens per
 * time unit per worker (per unit of cost where `weighted`).
 */
export function sweepJson(file: string, name: string | undefined, sweep: TheorySweep) {
  const { inputs, recommended, band } = sweep;
  const points = fewerPoints(sweep, mostPoints);
  return {
    schemaVersion,
    modelVersion,
    file,
    document: sweep.document,
    name: name ?? null,
    timeUnit: sweep.timeUnit,
    weighted: sweep.weighted,
    profile: inputs.profile,
    batchSize: inputs.batchSize,
    microbatches: inputs.microbatches,
    microbatchesAssumed: inputs.microbatchesAssumed,
    basis: sweep.form,
    configured: pointJson(sweep.configured),
    recommended: recommended
      ? {
          ...pointJson(recommended),
          gainPercent: recommended.gain * 100,
          gainLowPercent: recommended.gainLow * 100,
          gainHighPercent: recommended.gainHigh * 100,
        }
      : null,
    predicted: pointJson(sweep.predicted),
    band: band ?? null,
    tpotLimit: sweep.tpotLimit ?? null,
    sweep: points.map(pointJson),
    thinned: points.length < sweep.points.length,
    notes: sweep.notes,
  };
}

function pointJson({
  attention,
  ffn,
  ratio,
  throughput,
  cycleTime,
  tpot,
  idleAttention,
  idleFfn,
  regime,
}: TheoryPoint) {
  return {
    attention,
    ffn,
    ratio,
    throughputPerInstance: throughput,
    cycleTime,
    tpot,
    idle: { attention: idleAttention, ffn: idleFfn },
    regime,
  };
}
