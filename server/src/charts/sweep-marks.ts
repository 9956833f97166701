import type { Regime } from '../provisioning/cycle/operating-point';
import type { SimulatedSweep, TheoryPoint, TheorySweep } from '../sweep/sweep';
import { formatTick, secondsPerUnit } from '../text/format';
import { usualSteps } from './axis';
import type { BandMark, Mark, RegionMark } from './marks';
import { rangesOverLimit, regimeRanges } from './ratio-ranges';
import type { Shape } from './shapes';
import { niceDomain } from './ticks';

/** What charts over the ratio show of one measure: the theory as lines, what was simulated as points with intervals. */
export interface SweepSeries<Of extends string> {
  readonly theory: readonly Mark<Of>[];
  readonly simulated: readonly Mark<Of>[];
}

/** A mean and its 95 % interval as messages carry it: an interval that is not known is null or absent. */
export interface Interval {
  readonly mean: number;
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
}

/** What is drawn over the ratio: which figure, and by what name and shape. */
interface Drawn<Of extends string> {
  readonly key: 'throughput' | 'idleAttention' | 'idleFfn';
  readonly theory: Of;
  readonly simulated: Of;
  readonly shape: Shape;
}

/** Throughput against ratio. */
export function throughputSeries(
  sweep: TheorySweep,
  simulated: SimulatedSweep | undefined,
): SweepSeries<'theory' | 'simulated'> {
  return seriesOf([{ key: 'throughput', theory: 'theory', simulated: 'simulated', shape: 'circle' }], sweep, simulated);
}

/** Idle shares of attention and FFN workers against ratio. */
export function idleSeries(
  sweep: TheorySweep,
  simulated: SimulatedSweep | undefined,
): SweepSeries<'attention' | 'ffn'> {
  return seriesOf(
    [
      { key: 'idleAttention', theory: 'attention', simulated: 'attention', shape: 'circle' },
      { key: 'idleFfn', theory: 'ffn', simulated: 'ffn', shape: 'square' },
    ],
    sweep,
    simulated,
  );
}

function seriesOf<Of extends string>(
  measures: readonly Drawn<Of>[],
  { points }: TheorySweep,
  simulated: SimulatedSweep | undefined,
): SweepSeries<Of> {
  return {
    theory: measures.map(({ key, theory }) => ({
      kind: 'line',
      of: theory,
      places: points.map((point) => ({ x: point.ratio, y: point[key] })),
    })),
    simulated: (simulated?.points ?? []).flatMap((point) =>
      measures.flatMap(({ key, simulated: of, shape }) => measured(of, shape, point.ratio, point[key])),
    ),
  };
}

/** A point at a mean, before it its interval where that is known. */
function measured<Of extends string>(of: Of, shape: Shape, x: number, estimate: Interval): readonly Mark<Of>[] {
  const [low, high] = intervalEnds(estimate);
  const point = { kind: 'points', of, shape, places: [{ x, y: estimate.mean }] } as const;
  return low === undefined || high === undefined ? [point] : [{ kind: 'interval', of, x, low, high }, point];
}

/** The ends of an interval, none where it is not known. */
function intervalEnds({ low, high }: Interval): readonly number[] {
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : [];
}

/** The regimes, without a gap from one edge of the plot to the other. */
export function regimeRegions({ points }: Pick<TheorySweep, 'points'>): readonly RegionMark<Regime>[] {
  const ranges = regimeRanges(points);
  return ranges.map(({ regime, from, to }, index) => ({
    kind: 'region',
    of: regime,
    from: index === 0 ? undefined : from,
    to: index === ranges.length - 1 ? undefined : to,
  }));
}

/** Where the time per output token is over its objective. */
export function overTpotRegions({ points, tpotLimit }: TheorySweep): readonly RegionMark<'overTpot'>[] {
  if (typeof tpotLimit !== 'number') return [];
  const [first, last] = [points[0]?.ratio, points.at(-1)?.ratio];
  return rangesOverLimit(points, tpotLimit).map(({ from, to }) => ({
    kind: 'region',
    of: 'overTpot',
    from: from === first ? undefined : from,
    to: to === last ? undefined : to,
  }));
}

/** The ratios that are as good as the best within the errors. */
export function bestBand({ band }: TheorySweep): readonly BandMark<'best'>[] {
  return band ? [{ kind: 'band', of: 'best', from: band.low, to: band.high }] : [];
}

/** A point of the theory to point out, and why. */
export interface PointedOut {
  readonly why: 'configured' | 'best' | 'predicted';
  readonly point: TheoryPoint;
}

/** The configured and the best pools, and the predicted ones where these are others: slo.tpot may forbid them. */
export function pointedOut({ configured, recommended, predicted }: TheorySweep): readonly PointedOut[] {
  const shown = recommended ?? configured;
  const isOther = predicted.attention !== shown.attention || predicted.ffn !== shown.ffn;
  return [
    { why: 'configured', point: configured },
    ...(recommended ? [{ why: 'best', point: recommended } as const] : []),
    ...(isOther ? [{ why: 'predicted', point: predicted } as const] : []),
  ];
}

/** The ratios that charts show: all points, the configured and the best ratio. */
export function ratioDomain({ points, configured, recommended }: TheorySweep): readonly [number, number] {
  const ratios = [...points.map(({ ratio }) => ratio), configured.ratio, ...(recommended ? [recommended.ratio] : [])];
  return [Math.min(...ratios), Math.max(...ratios)];
}

/** The throughputs that charts show: theory, simulation and intervals, unless these are very wide. */
export function throughputDomain(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly [number, number] {
  const { points, configured, recommended } = sweep;
  const theory = [...points, configured, ...(recommended ? [recommended] : [])].map(({ throughput }) => throughput);
  const means = simulated?.points.map(({ throughput }) => throughput.mean) ?? [];
  const all = [...theory, ...means].filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const slack = (high - low) / 4;
  const ends = simulated?.points.flatMap(({ throughput }) => intervalEnds(throughput)) ?? [];
  const near = ends.filter((end) => end > low - slack && end < high + slack);
  return [Math.min(low, ...near), Math.max(high, ...near)];
}

/** The idle shares that charts show, from 0 to a round number. */
export function idleDomain(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly [number, number] {
  const theory = sweep.points.flatMap(({ idleAttention, idleFfn }) => [idleAttention, idleFfn]);
  const means = simulated?.points.flatMap(({ idleAttention, idleFfn }) => [idleAttention.mean, idleFfn.mean]) ?? [];
  const highest = Math.max(0.05, ...[...theory, ...means].filter(Number.isFinite));
  return [0, Math.min(1, niceDomain(0, highest, usualSteps)[1])];
}

/** What writes the numbers of a throughput axis, which are tokens per second where the time unit has a known length. */
export function throughputNumbers({ timeUnit }: TheorySweep): (value: number, step: number) => string {
  const seconds = secondsPerUnit(timeUnit) ?? 1;
  return (value, step) => formatTick(value / seconds, step / seconds);
}
