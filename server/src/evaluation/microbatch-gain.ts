import type { OperatingPoint } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { timePerOutputToken } from '../provisioning/cycle/tpot';
import { bandOf } from '../uncertainty/gain-band';
import { pointIn } from '../uncertainty/world';
import type { Sizing } from './evaluation';

/** How much more throughput there is with more microbatches in flight: the median of the worlds, and their 90 % band. */
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
 * the configured pools. Gains are fractions of throughput; the band is that of the plausible
 * worlds. Undefined when the pipeline is not the answer's form or there is no choice left.
 */
export function microbatchGain(
  { point, pools, form, worlds }: Sizing,
  { choices = [2, mostMicrobatches], keeps }: MicrobatchChoices,
): MicrobatchGain | undefined {
  const { microbatches: configured } = point;
  if (form !== 'pipeline' || configured === undefined) return undefined;
  const pointWith = (microbatches: number): OperatingPoint => ({
    ...point,
    microbatches,
    batchSize: keeps === 'batch size' ? point.batchSize : (point.batchSize * configured) / microbatches,
  });
  const throughput = (at: OperatingPoint): number => throughputPerInstance(at, pools, 'pipeline');
  const gainOf = (microbatches: number): number => throughput(pointWith(microbatches)) / throughput(point) - 1;
  const more = choices
    .filter((choice) => choice > configured && pointWith(choice).batchSize >= 1)
    .sort((a, b) => a - b);
  const best = Math.max(...more.map((choice) => gainOf(choice)));
  const microbatches = more.find((choice) => gainOf(choice) >= Math.min(best, 0.99 * best));
  if (microbatches === undefined) return undefined;
  const changed = pointWith(microbatches);
  const { gain, low, high } = bandOf(
    worlds.map((world) => throughput(pointIn(world, changed)) / throughput(pointIn(world, point)) - 1),
  );
  return {
    microbatches,
    batchSize: changed.batchSize,
    gain,
    gainLow: low,
    gainHigh: high,
    tpot: timePerOutputToken(changed, pools, 'pipeline')!,
  };
}
