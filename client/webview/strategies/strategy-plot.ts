import type { ComparedStrategies, StrategyPoint } from '../../../server/src/sweep/strategies';
import { niceDomain } from '../charts/chart-scale';
import { horizontalAxis, linearAxis, logAxis, type Plot, rightMargin, sideInset } from '../charts/plot';

/** What a Pareto chart shows. */
export type Compared = Pick<ComparedStrategies, 'series' | 'objective'>;

const height = 372;
/** Room over the plot for the objective's label, under it for the axis, and in it over the data. */
const margins = { above: 24, below: 44, head: 14, foot: 4 };

/** Ends so many times apart that a linear axis would squeeze what matters together. */
const wide = { perUser: 10, throughput: 20 };

const throughputSteps = 6;

/** A plot and how its y axis writes numbers. */
export interface ParetoPlot extends Plot {
  readonly yText: (value: number) => string;
}

/**
 * Throughput against tokens per second of one user. Throughput starts at 0, so that its differences can be judged, unless
 * the strategies to tell apart would then lie at the bottom.
 */
export function paretoPlot(compared: Compared, { width, left }: Pick<Plot, 'width' | 'left'>): ParetoPlot {
  const right = Math.max(left + 40, width - rightMargin);
  const top = margins.above;
  const bottom = height - margins.below;
  const perUser = horizontalAxis(perUserDomain(compared), [left + sideInset, right - sideInset], wide.perUser);
  const throughput = throughputAxis(compared, [bottom - margins.foot, top + margins.head]);
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: perUser.scale,
    xTicks: perUser.ticks.values,
    xText: perUser.text,
    y: throughput.scale,
    yTicks: throughput.ticks,
    yText: throughput.text,
  };
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
  const high = Math.max(...points.map(({ throughput }) => throughput));
  const low = least(points);
  const isLow = high > wide.throughput * least(chosen.length > 0 ? chosen : points);
  if (isLow && low > 0) return logAxis([low, high], range, throughputSteps);
  return linearAxis([0, niceDomain(0, high, throughputSteps)[1]], range, throughputSteps);
}

/** Room that labels keep from what is drawn. */
const clearance = 6;

/**
 * The highest that frontiers reach from `x` on to the right, and the lowest up to `x`, in pixels with some room. Since they
 * fall, the nearest points on either side tell.
 */
export function drawnAt({ series }: Compared, plot: Plot, x: number): readonly [highest: number, lowest: number] {
  const ends = series.map(({ points }) => {
    const before = points.findLast(({ perUser }) => plot.x(perUser) < x);
    const after = points.find(({ perUser }) => plot.x(perUser) >= x);
    return { highest: after && (before ?? after), lowest: before && (after ?? before) };
  });
  const heights = (end: 'highest' | 'lowest'): readonly number[] =>
    ends.flatMap((each) => (each[end] ? [plot.y(each[end].throughput)] : []));
  return [
    Math.min(plot.bottom, ...heights('highest')) - clearance,
    Math.max(plot.top, ...heights('lowest')) + clearance,
  ];
}
