import type {
  AnswerForm,
  AttentionLine,
  FfnLine,
  LatencyModel,
  OperatingPoint,
  Pools,
  StageLine,
} from './operating-point';
import { throughputPerInstance } from './throughput';

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
  const gainAt = (at: OperatingPoint): number =>
    throughputPerInstance(at, to, form) / throughputPerInstance(at, from, form) - 1;
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

function corners(point: OperatingPoint, { thetaLow, thetaHigh, relativeError }: GainUncertainty): OperatingPoint[] {
  const latencies = latencyCorners(point.latency, relativeError);
  return ends(thetaLow, thetaHigh).flatMap((theta) =>
    latencies.map((latency) => ({ ...point, load: { ...point.load, theta }, latency })),
  );
}

/** The latency model with each stage time scaled by 1 - e and 1 + e, in every combination. */
export function latencyCorners(latency: LatencyModel, error: GainUncertainty['relativeError']): LatencyModel[] {
  return around(error.attention).flatMap((attention) =>
    around(error.communication).flatMap((communication) =>
      around(error.ffn).map((ffn) => scaled(latency, attention, communication, ffn)),
    ),
  );
}

function scaled(latency: LatencyModel, attention: number, communication: number, ffn: number): LatencyModel {
  return {
    ...latency,
    attention: attentionTimes(latency.attention, attention),
    communication: { ...latency.communication, ...times(latency.communication, communication) },
    ffn: ffnTimes(latency.ffn, ffn),
  };
}

function times({ alpha, beta }: StageLine, factor: number): StageLine {
  return { alpha: alpha * factor, beta: beta * factor };
}

function attentionTimes(line: AttentionLine, factor: number): AttentionLine {
  return {
    ...times(line, factor),
    perRequest: line.perRequest && line.perRequest * factor,
    capped: line.capped?.map(({ alpha, tokens }) => ({ alpha: alpha * factor, tokens })),
  };
}

function ffnTimes(line: FfnLine, factor: number): FfnLine {
  const { experts } = line;
  return { ...times(line, factor), experts: experts && { ...experts, readTime: experts.readTime * factor } };
}

function around(error: number): readonly number[] {
  return ends(1 - error, 1 + error);
}

function ends(low: number, high: number): readonly number[] {
  return low === high ? [low] : [low, high];
}
