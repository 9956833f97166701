import { type ParetoFront, paretoFront, type Worth } from './pareto-front';

/** Points whose cost and value rise. */
export interface Curve<Point> {
  /** No point costs less or is worth more, where that is known. */
  readonly bound?: Worth | undefined;
  readonly points: () => Points<Point>;
}

/** Those at the whole numbers from `first` to `last`. */
interface Points<Point> {
  readonly first: number;
  readonly last: number;
  readonly at: (step: number) => Point;
}

/** Points that cost as little but for this share count as costing the same, so that the front has few of them. */
const tolerance = 0.03;
/** Parts of a curve that are looked at before it is left where the front takes none of it. */
const parts = 4;
/** Between points whose costs or values are closer than this nothing is looked at. */
const closest = 1.05;

/**
 * The front of the points of some curves, ascending, without what is beaten anyway; the best curves should come first. A
 * stretch of a curve is left out where the front beats the value of its end at the cost of its beginning, where it is short,
 * and where the front took neither of its ends and it is at most a quarter of the curve. Source: docs/strategy.md, "Search".
 */
export function curveFront<Point extends Worth>(
  curves: readonly Curve<Point>[],
  beaten: readonly Worth[],
): readonly Point[] {
  const front = paretoFront<Point>(tolerance);
  for (const worth of beaten) front.bar(worth);
  for (const { bound, points } of curves) {
    if (bound === undefined || !front.beats(bound.cost, bound.value)) offerPoints(front, points());
  }
  return front.items();
}

interface Offered<Point> {
  readonly step: number;
  readonly point: Point;
  readonly taken: boolean;
}

function offerPoints<Point extends Worth>(front: ParetoFront<Point>, { first, last, at }: Points<Point>): void {
  const offered = (step: number): Offered<Point> => {
    const point = at(step);
    return { step, point, taken: front.offer(point.cost, point.value, () => point) };
  };
  const look = (from: Offered<Point>, to: Offered<Point>): void => {
    const steps = to.step - from.step;
    if (steps < 2 || (steps <= (last - first) / parts && !from.taken && !to.taken)) return;
    if (to.point.cost <= closest * from.point.cost || to.point.value <= closest * from.point.value) return;
    if (front.beats(from.point.cost, to.point.value)) return;
    const middle = offered(from.step + (steps >> 1));
    look(from, middle);
    look(middle, to);
  };
  const end = offered(last);
  if (last > first) look(offered(first), end);
}
