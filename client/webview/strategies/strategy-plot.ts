import { axisFromZero, horizontalAxis, logAxis } from '../../../server/src/charts/axis';
import type { Plot } from '../../../server/src/charts/plot';
import type { Compared } from '../../../server/src/charts/strategy-marks';
import type { StrategyPoint } from '../../../server/src/sweep/strategies';
import { plotIn } from '../charts/chart';

const height = 372;
/** Room over the plot for the objective's label, under it for the axis, and in it over the data. */
const margins = { above: 24, below: 44, head: 14, foot: 4 };

/** Ends so many times apart that a linear axis would squeeze what matters together. */
const wide = { perUser: 10, throughput: 20 };

/**
 * Throughput against tokens per second of one user. Throughput starts at 0, so that its differences can be judged, unless
 * the strategies to tell apart would then lie at the bottom.
 */
export function paretoPlot(compared: Compared, { width, left }: Pick<Plot, 'width' | 'left'>): Plot {
  return plotIn(
    { width, height, left, ...margins },
    {
      x: (range) => horizontalAxis(perUserDomain(compared), range, wide.perUser),
      y: (range) => throughputAxis(compared, range),
    },
  );
}

function perUserDomain({ series, objective }: Compared): readonly [number, number] {
  const values = series.flatMap(({ points }) => points.map(({ perUser }) => perUser));
  const all = [...values, ...(objective ? [objective.perUser] : [])];
  return [Math.min(...all), Math.max(...all)];
}

function throughputAxis({ series }: Compared, range: readonly [number, number]) {
  const points = series.flatMap((each) => each.points);
  const chosen = points.filter((point) => point.chosen);
  const least = (some: readonly StrategyPoint[]): number => Math.min(...some.map(({ throughput }) => throughput));
  const values = points.map(({ throughput }) => throughput);
  const [low, high] = [least(points), Math.max(...values)];
  const isLow = high > wide.throughput * least(chosen.length > 0 ? chosen : points);
  return isLow && low > 0 ? logAxis([low, high], range) : axisFromZero(values, range);
}

/** Room that labels keep from what is drawn. */
const clearance = 6;

/**
 * The highest that frontiers reach from `x` on to the right, and the lowest up to `x`, in pixels with some room. Since they
 * fall, the nearest points on either side tell.
 */
export function drawnAt({ series }: Compared, plot: Plot, x: number): readonly [highest: number, lowest: number] {
  const ends = series.map(({ points }) => {
    const before = points.findLast(({ perUser }) => plot.x.at(perUser) < x);
    const after = points.find(({ perUser }) => plot.x.at(perUser) >= x);
    return { highest: after && (before ?? after), lowest: before && (after ?? before) };
  });
  const heights = (end: 'highest' | 'lowest'): readonly number[] =>
    ends.flatMap((each) => (each[end] ? [plot.y.at(each[end].throughput)] : []));
  return [
    Math.min(plot.bottom, ...heights('highest')) - clearance,
    Math.max(plot.top, ...heights('lowest')) + clearance,
  ];
}
