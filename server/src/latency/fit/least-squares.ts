/** Rows of regressors and what they should add up to, with a weight each. */
export interface WeightedRows {
  /** As many regressors per row as there are coefficients, at most three. */
  readonly regressors: readonly (readonly number[])[];
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** A pivot below this share of its column's own square: the column is a combination of those before it. */
const leastPivot = 1e-10;

/**
 * Coefficients from 0 up that minimise the weighted sum of squares; those the rows cannot tell apart are 0.
 * With so few, every choice of those that are not 0 is tried, so the optimum is exact.
 */
export function nonNegativeLeastSquares(rows: WeightedRows, size: number): readonly number[] {
  const { matrix, vector } = normalEquations(rows, size);
  let best: readonly number[] = new Array<number>(size).fill(0);
  let most = 0;
  for (let chosen = 1; chosen < 1 << size; chosen++) {
    const columns = Array.from({ length: size }, (_, column) => column).filter((column) => (chosen >> column) & 1);
    const inverse = inverseOf(columns.map((i) => columns.map((j) => matrix[i]![j]!)));
    if (inverse === undefined) continue;
    const solution = inverse.map((row) => row.reduce((sum, value, j) => sum + value * vector[columns[j]!]!, 0));
    // The sum of squares falls by this much against no coefficients at all.
    const explained = solution.reduce((sum, value, i) => sum + value * vector[columns[i]!]!, 0);
    if (solution.every((value) => value >= 0) && explained > most) {
      most = explained;
      best = best.map((_, column) => solution[columns.indexOf(column)] ?? 0);
    }
  }
  return best;
}

/** The inverse of the regressors' cross products, which times the error variance is the covariance; undefined where singular. */
export function inverseCrossProducts(
  regressors: readonly (readonly number[])[],
  size: number,
): readonly (readonly number[])[] | undefined {
  const weights = regressors.map(() => 1);
  return inverseOf(normalEquations({ regressors, values: weights, weights }, size).matrix);
}

function normalEquations({ regressors, values, weights }: WeightedRows, size: number) {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const vector = new Array<number>(size).fill(0);
  for (const [row, columns] of regressors.entries()) {
    const weight = weights[row]!;
    for (let i = 0; i < size; i++) {
      const scaled = weight * columns[i]!;
      vector[i]! += scaled * values[row]!;
      for (let j = 0; j < size; j++) matrix[i]![j]! += scaled * columns[j]!;
    }
  }
  return { matrix, vector };
}

/** The inverse of a symmetric matrix by Gauss-Jordan on its diagonal, after scaling it to ones; undefined where singular. */
function inverseOf(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined {
  const size = matrix.length;
  const scale = matrix.map((row, i) => Math.sqrt(row[i]!));
  if (scale.some((value) => !(value > 0 && Number.isFinite(value)))) return undefined;
  const work = matrix.map((row, i) => row.map((value, j) => value / scale[i]! / scale[j]!));
  for (let k = 0; k < size; k++) {
    const pivot = work[k]![k]!;
    if (!(pivot > leastPivot)) return undefined;
    work[k]![k] = 1;
    for (let j = 0; j < size; j++) work[k]![j]! /= pivot;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = work[i]![k]!;
      work[i]![k] = 0;
      for (let j = 0; j < size; j++) work[i]![j]! -= factor * work[k]![j]!;
    }
  }
  return work.map((row, i) => row.map((value, j) => value / scale[i]! / scale[j]!));
}
