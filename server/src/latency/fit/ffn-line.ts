import { inverseCrossProducts, nonNegativeLeastSquares } from './least-squares';

/** FFN of a sweep: one slope, and a level for each group of rows. */
export interface FfnLines {
  readonly alpha: number;
  /** Time without rows, by group; that of a group without FFN-bound rows is the mean. */
  readonly levels: readonly number[];
  /** Mean of the levels, each by its rows: what a profile's beta is. */
  readonly beta: number;
}

/** An FFN-bound row. */
export interface FfnRow {
  /** rB */
  readonly load: number;
  readonly group: number;
  readonly time: number;
  /** The weight of its squared error, in time. */
  readonly weight: number;
}

/** Rows beyond one per group that a common slope within the groups needs; with fewer, one level serves all. */
const leastWithin = 3;

/**
 * The lines of least squares with a common slope, which is that within the groups: where all rows of a group are slower
 * than they should be, that moves its level and not the slope. Undefined where nothing rises with the load.
 */
export function fitFfnLines(rows: readonly FfnRow[], groups: number): FfnLines | undefined {
  const within = groups > 1 ? withinGroups(rows, groups) : undefined;
  if (within) return within;
  const [alpha = 0, beta = 0] = nonNegativeLeastSquares(
    {
      regressors: rows.map(({ load }) => [load, 1]),
      values: rows.map(({ time }) => time),
      weights: rows.map(({ weight }) => weight),
    },
    2,
  );
  return alpha > 0 ? { alpha, beta, levels: new Array<number>(groups).fill(beta) } : undefined;
}

function withinGroups(rows: readonly FfnRow[], groups: number): FfnLines | undefined {
  const sums = Array.from({ length: groups }, () => ({ weight: 0, load: 0, time: 0, rows: 0 }));
  for (const { load, group, time, weight } of rows) {
    const sum = sums[group]!;
    sum.rows += 1;
    sum.weight += weight;
    sum.load += weight * load;
    sum.time += weight * time;
  }
  const counted = sums.filter(({ weight }) => weight > 0);
  if (counted.length < 2 || rows.length - counted.length < leastWithin) return undefined;
  let [square, product] = [0, 0];
  for (const { load, group, time, weight } of rows) {
    const sum = sums[group]!;
    if (sum.weight === 0) continue;
    const away = load - sum.load / sum.weight;
    square += weight * away * away;
    product += weight * away * (time - sum.time / sum.weight);
  }
  const alpha = product / square;
  if (!(alpha > 0 && Number.isFinite(alpha))) return undefined;
  const levelOf = ({ weight, time, load }: { weight: number; time: number; load: number }): number =>
    (time - alpha * load) / weight;
  const total = counted.reduce((sum, group) => sum + group.rows, 0);
  const beta = counted.reduce((sum, group) => sum + group.rows * levelOf(group), 0) / total;
  const levels = sums.map((sum) => (sum.weight > 0 ? levelOf(sum) : beta));
  return levels.every((level) => level >= 0) ? { alpha, beta, levels } : undefined;
}

/**
 * Standard errors of alpha and beta, for rows of this relative deviation; undefined where the rows do not tell them
 * apart.
 */
export function ffnStandardErrors(
  lines: FfnLines,
  rows: readonly Omit<FfnRow, 'time' | 'weight'>[],
  deviation: number,
): { readonly alpha: number | undefined; readonly beta: number | undefined } {
  const isCommon = new Set(lines.levels).size === 1;
  const groups = isCommon ? [0] : [...new Set(rows.map(({ group }) => group))];
  const timeOf = ({ load, group }: Omit<FfnRow, 'time' | 'weight'>): number =>
    lines.alpha * load + lines.levels[group]!;
  const regressors = rows.map((row) => {
    const own = groups.map((group) => (isCommon || group === row.group ? 1 : 0));
    return [row.load, ...own].map((value) => value / timeOf(row));
  });
  const size = 1 + groups.length;
  const inverse = inverseCrossProducts(regressors, size);
  if (inverse === undefined) return { alpha: undefined, beta: undefined };
  const shares = groups.map((group) => rows.filter((row) => isCommon || row.group === group).length / rows.length);
  let variance = 0;
  for (const [i, share] of shares.entries()) {
    for (const [j, other] of shares.entries()) variance += share * other * inverse[i + 1]![j + 1]!;
  }
  return { alpha: deviation * Math.sqrt(inverse[0]![0]!), beta: deviation * Math.sqrt(variance) };
}
