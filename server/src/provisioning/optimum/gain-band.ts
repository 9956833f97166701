import type { AnswerForm, LatencyModel, OperatingPoint, Pools } from '../cycle/operating-point';
import { scaledLatency } from '../cycle/scaled-latency';
import { throughputPerInstance } from '../cycle/throughput';

/** How far the inputs of a gain may be off. */
export interface GainUncertainty {
  readonly thetaLow: number;
  readonly thetaHigh: number;
  /** Relative error of each stage time, e.g. 0.05. It scales the whole stage: all that its time is made of. */
  readonly relativeError: {
    readonly attention: number;
    readonly communication: number;
    readonly ffn: number;
  };
}

/** Relative gains in throughput per instance as fractions: 0.112 is 11.2 % more. low <= gain <= high. */
export interface GainBand {
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What changing the pools gains at the given point, and the lowest and highest gain over all corners of the
 * uncertainty: theta at either end, each stage time scaled by 1 - e and 1 + e, the same error before and after.
 * In the mean-field form the corners bound the gain over the whole box. Source: docs/theory.md, "Gain band".
 */
export function gainBand(
  point: OperatingPoint,
  from: Pools,
  to: Pools,
  form: AnswerForm,
  uncertainty: GainUncertainty,
): GainBand {
  const throughput = (at: OperatingPoint, pools: Pools): number => throughputPerInstance(at, pools, form);
  return bandOf(point, uncertainty, (at) => throughput(at, to) / throughput(at, from) - 1);
}

/** Load and stage times, whatever else a gain depends on. */
type Uncertain = Pick<OperatingPoint, 'load' | 'latency'>;

/** A gain at the given point, and its lowest and highest value over all corners of the uncertainty. */
export function bandOf<Point extends Uncertain>(
  point: Point,
  uncertainty: GainUncertainty,
  gainAt: (at: Point) => number,
): GainBand {
  const gain = gainAt(point);
  let low = gain;
  let high = gain;
  for (const corner of corners(point, uncertainty)) {
    const there = gainAt(corner);
    low = Math.min(low, there);
    high = Math.max(high, there);
  }
  return { gain, low, high };
}

function corners<Point extends Uncertain>(
  point: Point,
  { thetaLow, thetaHigh, relativeError }: GainUncertainty,
): readonly Point[] {
  const latencies = latencyCorners(point.latency, relativeError);
  return ends(thetaLow, thetaHigh).flatMap((theta) =>
    latencies.map((latency) => ({ ...point, load: { ...point.load, theta }, latency })),
  );
}

/** The latency model with each stage time scaled by 1 - e and 1 + e, in every combination. */
export function latencyCorners(latency: LatencyModel, error: GainUncertainty['relativeError']): LatencyModel[] {
  return around(error.attention).flatMap((attention) =>
    around(error.communication).flatMap((communication) =>
      around(error.ffn).map((ffn) => scaledLatency(latency, { attention, communication, ffn })),
    ),
  );
}

function around(error: number): readonly number[] {
  return ends(1 - error, 1 + error);
}

function ends(low: number, high: number): readonly number[] {
  return low === high ? [low] : [low, high];
}
