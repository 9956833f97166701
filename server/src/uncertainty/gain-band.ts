import type { AnswerForm, OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { pointsIn, type World } from './world';

/** A relative gain over the plausible worlds, as fractions: 0.112 is 11.2 % more. low <= gain <= high. */
export interface GainBand {
  /** The median. */
  readonly gain: number;
  /** The ends of the band that holds 90 % of the worlds. */
  readonly low: number;
  readonly high: number;
  /** The share of the worlds in which there is a gain. */
  readonly chanceBetter: number;
}

/** What changing the pools gains in throughput per instance at the given point. Source: docs/theory.md, "Gain band". */
export function gainBand(
  point: OperatingPoint,
  from: Pools,
  to: Pools,
  form: AnswerForm,
  worlds: readonly World[],
): GainBand {
  return gainBandFrom(point, from, form, worlds)(to);
}

/** `gainBand` for several changes of the same pools. */
export function gainBandFrom(
  point: OperatingPoint,
  from: Pools,
  form: AnswerForm,
  worlds: readonly World[],
): (to: Pools) => GainBand {
  const points = pointsIn(worlds, point);
  const before = points.map((at) => throughputPerInstance(at, from, form));
  return (to) => bandOf(points.map((at, index) => throughputPerInstance(at, to, form) / before[index]! - 1));
}

/** The band of a gain's values in equally likely worlds. */
export function bandOf(gains: readonly number[]): GainBand {
  const sorted = Float64Array.from(gains).sort();
  return {
    gain: quantile(sorted, 0.5),
    low: quantile(sorted, 0.05),
    high: quantile(sorted, 0.95),
    chanceBetter: sorted.filter((gain) => gain > 0).length / sorted.length,
  };
}

/**
 * The ends that hold 90 % of what such values are drawn from, by few of them: as order statistics, share (n + 1), which are
 * further out than where 90 % of the values lie.
 */
export function bandOfFew(values: readonly number[]): Pick<GainBand, 'low' | 'high'> {
  const sorted = Float64Array.from(values).sort();
  const end = (share: number): number => quantile(sorted, (share * (sorted.length + 1) - 0.5) / sorted.length);
  return { low: end(0.05), high: end(0.95) };
}

/** Between two values where the share falls between them, as if each stood in the middle of its share. */
function quantile(sorted: Float64Array, share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5));
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}
