import { isInside, nearestIndex, type Plot } from '../../../server/src/charts/plot';
import type { StrategyPoint, StrategySeries } from '../../../server/src/sweep/strategies';
import { stepAlong } from '../elements/key-steps';

/** A point and the strategy it belongs to. */
export interface Placed {
  readonly series: StrategySeries;
  readonly point: StrategyPoint;
}

/** The points of all strategies, one strategy after the other. */
export function placedPoints(all: readonly StrategySeries[]): readonly Placed[] {
  return all.flatMap((series) => series.points.map((point) => ({ series, point })));
}

/** Index of the best of those that are chosen, else the first. */
export function firstRead(placed: readonly Placed[]): number {
  const rank = ({ point }: Placed): number => (point.chosen ? point.throughput : Number.NEGATIVE_INFINITY);
  return placed.reduce((best, each, index) => (rank(each) > rank(placed[best]!) ? index : best), 0);
}

/** Pixels within which a pointer means a point. */
const reach = 40;

/** Index of the point that a place of the picture stands for; undefined where none is near. */
export function placedAt(placed: readonly Placed[], plot: Plot, x: number, y: number): number | undefined {
  if (!isInside(plot, x, y)) return undefined;
  const distances = placed.map(({ point }) =>
    Math.hypot(plot.x.at(point.perUser) - x, plot.y.at(point.throughput) - y),
  );
  const nearest = nearestIndex(distances, 0);
  return nearest !== undefined && distances[nearest]! <= reach ? nearest : undefined;
}

/** Where a key leads from a point: along its strategy, or up and down to another one's point that is as fast for a user. */
export function stepAmong(all: readonly StrategySeries[], key: string, from: number): number | undefined {
  const starts = all.map((_, at) => placedPoints(all.slice(0, at)).length);
  const at = starts.findLastIndex((start) => start <= from);
  const { points } = all[at]!;
  const along = stepAlong(key, from - starts[at]!, points.length);
  if (along !== undefined) return starts[at]! + along;
  const turn = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (turn === undefined) return undefined;
  const other = (at + turn + all.length) % all.length;
  const speeds = all[other]!.points.map(({ perUser }) => Math.log(perUser));
  return starts[other]! + nearestIndex(speeds, Math.log(points[from - starts[at]!]!.perUser))!;
}
