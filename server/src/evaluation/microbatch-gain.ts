import type { LatencyModel, OperatingPoint } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { timePerOutputToken } from '../provisioning/cycle/tpot';
import { type GainUncertainty, latencyCorners } from '../provisioning/optimum/gain-band';
import type { Sizing } from './evaluation';

/** How much more throughput there is with more microbatches in flight, and its bounds within the stage times' error. */
export interface MicrobatchGain {
  readonly microbatches: number;
  /** Requests per attention worker in each of them. */
  readonly batchSize: number;
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
  /** TPOT with that many microbatches, in the profile's unit: more in flight also wait longer for their turn. */
  readonly tpot: number;
}

/** What numbers of microbatches there are to choose from, and what a choice leaves as it is. */
export interface MicrobatchChoices {
  /** Undefined where any number will do; then up to 3 are looked at. */
  readonly choices: readonly number[] | undefined;
  /** The requests of each microbatch, or those of all: more microbatches then split them. */
  readonly keeps: 'batch size' | 'requests in flight';
}

/** More gain little: with three in flight every stage can be busy. */
const mostMicrobatches = 3;

/**
 * The fewest microbatches, more than configured, that gain at least 99 % of what the best of the choices would gain at
 * the configured pools. Gains are fractions of throughput; the bounds are the extremes over the corners of the stage
 * errors. Undefined when the pipeline is not the answer's form or there is no choice left.
 */
export function microbatchGain(
  { point, pools, form }: Sizing,
  errors: GainUncertainty['relativeError'],
  { choices = [2, mostMicrobatches], keeps }: MicrobatchChoices,
): MicrobatchGain | undefined {
  const { microbatches: configured, latency } = point;
  if (form !== 'pipeline' || configured === undefined) return undefined;
  const pointWith = (microbatches: number): OperatingPoint => ({
    ...point,
    microbatches,
    batchSize: keeps === 'batch size' ? point.batchSize : (point.batchSize * configured) / microbatches,
  });
  const throughput = (at: OperatingPoint, model: LatencyModel): number =>
    throughputPerInstance({ ...at, latency: model }, pools, 'pipeline');
  const gainOf = (microbatches: number, model: LatencyModel): number =>
    throughput(pointWith(microbatches), model) / throughput(point, model) - 1;
  const more = choices
    .filter((choice) => choice > configured && pointWith(choice).batchSize >= 1)
    .sort((a, b) => a - b);
  const best = Math.max(...more.map((choice) => gainOf(choice, latency)));
  const microbatches = more.find((choice) => gainOf(choice, latency) >= Math.min(best, 0.99 * best));
  if (microbatches === undefined) return undefined;
  const gain = gainOf(microbatches, latency);
  const corners = latencyCorners(latency, errors).map((corner) => gainOf(microbatches, corner));
  const changed = pointWith(microbatches);
  return {
    microbatches,
    batchSize: changed.batchSize,
    gain,
    gainLow: Math.min(gain, ...corners),
    gainHigh: Math.max(gain, ...corners),
    tpot: timePerOutputToken(changed, pools, 'pipeline')!,
  };
}
