import type { Regime } from '../provisioning/cycle/operating-point';
import type { TheoryPoint } from '../sweep/sweep';

/** Ratios from `from` to `to`. */
export interface RatioRange {
  readonly from: number;
  readonly to: number;
}

export interface RegimeRange extends RatioRange {
  readonly regime: Regime;
}

/** Neighbouring points of one regime as ranges, which meet halfway between points. */
export function regimeRanges(points: readonly TheoryPoint[]): readonly RegimeRange[] {
  return rangesOf(
    points,
    (point) => point.regime,
    (one, other) => (one.ratio + other.ratio) / 2,
  ).map(({ value, from, to }) => ({ regime: value, from, to }));
}

/** Where the time per output token exceeds `limit`; the ends are interpolated between points. */
export function rangesOverLimit(points: readonly TheoryPoint[], limit: number): readonly RatioRange[] {
  const crossing = (one: TheoryPoint, other: TheoryPoint): number => {
    const share = (limit - one.tpot) / (other.tpot - one.tpot);
    return one.ratio + (Number.isFinite(share) ? share : 1) * (other.ratio - one.ratio);
  };
  return rangesOf(points, ({ tpot }) => !(tpot <= limit * (1 + 1e-9)), crossing)
    .filter(({ value }) => value)
    .map(({ from, to }) => ({ from, to }));
}

function rangesOf<T>(
  points: readonly TheoryPoint[],
  property: (point: TheoryPoint) => T,
  border: (one: TheoryPoint, other: TheoryPoint) => number,
): { value: T; from: number; to: number }[] {
  const ranges: { value: T; from: number; to: number }[] = [];
  points.forEach((point, index) => {
    const value = property(point);
    const last = ranges.at(-1);
    if (last && last.value === value) {
      last.to = point.ratio;
      return;
    }
    const from = last ? border(points[index - 1]!, point) : point.ratio;
    if (last) last.to = from;
    ranges.push({ value, from, to: point.ratio });
  });
  return ranges;
}
