import { inverseCrossProducts, nonNegativeLeastSquares } from './least-squares';
import { absoluteWeight, bisquareWeight, scaleOf } from './robust';

/** A stage's time as a sum of coefficients, each times its regressor. */
export interface StageRows {
  readonly regressors: readonly (readonly number[])[];
  readonly times: readonly number[];
}

/** A fitted stage. Residuals are relative: measured over fitted, less 1. */
export interface StageLineFit {
  readonly coefficients: readonly number[];
  readonly residuals: readonly number[];
  /** The weight of each row, 0 to 1. */
  readonly weights: readonly number[];
  /** Robust standard deviation of the residuals. */
  readonly scale: number;
}

const mostRounds = 60;

/** Changes of a coefficient that are none, relative to it. */
const settled = 1e-10;

/** The time that the coefficients give to a row. */
export function timeOf(coefficients: readonly number[], regressors: readonly number[]): number {
  return regressors.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
}

/** Farther off than this is no different. */
const mostResidual = 1e6;

/** Measured over fitted, less 1. A row to which the coefficients give no time is as far off as can be. */
export function relativeResidual(time: number, fitted: number): number {
  return fitted > 0 ? Math.min(mostResidual, time / fitted - 1) : mostResidual;
}

/** Fits coefficients from 0 up, relative errors alike, given the weight of each row: one step of a repeated fit. */
export function weightedLine(
  { regressors, times }: StageRows,
  fitted: readonly number[],
  weights: readonly number[],
): readonly number[] {
  const relative = weights.map((weight, row) => weight / fitted[row]! ** 2);
  return nonNegativeLeastSquares({ regressors, values: times, weights: relative }, regressors[0]?.length ?? 0);
}

/**
 * Robust fit of a stage's line: least squares of relative errors with bisquare weights, from the coefficients with the
 * smallest sum of absolute relative residuals. The scale is taken at these and kept. docs/fitting.md, "Stage timings".
 */
export function fitStageLine(rows: StageRows): StageLineFit {
  const { regressors, times } = rows;
  const size = regressors[0]?.length ?? 0;
  const start = weightedLine(rows, times, times.map(() => 1)); // biome-ignore format: one idea
  const absolute = repeat(rows, start, absoluteWeight);
  const scale = scaleOf(residualsOf(rows, absolute), size);
  const weightOf = (residual: number): number => bisquareWeight(residual / scale);
  const coefficients = repeat(rows, absolute, weightOf);
  const residuals = residualsOf(rows, coefficients);
  return { coefficients, residuals, weights: residuals.map(weightOf), scale: scaleOf(residuals, size) };
}

/**
 * Standard errors of coefficients, in their units, for rows of this relative deviation; undefined where the rows cannot
 * tell them apart.
 */
export function standardErrors(
  regressors: StageRows['regressors'],
  coefficients: readonly number[],
  deviation: number,
): readonly (number | undefined)[] {
  const size = coefficients.length;
  const relative = regressors.map((row) => row.map((value) => value / timeOf(coefficients, row)));
  const inverse = inverseCrossProducts(relative, size);
  return coefficients.map((_, i) => inverse && deviation * Math.sqrt(inverse[i]![i]!));
}

function residualsOf({ regressors, times }: StageRows, coefficients: readonly number[]): readonly number[] {
  return times.map((time, row) => relativeResidual(time, timeOf(coefficients, regressors[row]!)));
}

function repeat(rows: StageRows, start: readonly number[], weightOf: (residual: number) => number): readonly number[] {
  let coefficients = start;
  for (let round = 0; round < mostRounds; round++) {
    const fitted = rows.regressors.map((row) => timeOf(coefficients, row));
    if (!fitted.every((time) => time > 0)) return coefficients;
    const weights = rows.times.map((time, row) => weightOf(relativeResidual(time, fitted[row]!)));
    const next = weightedLine(rows, fitted, weights);
    const isSettled = next.every((value, i) => Math.abs(value - coefficients[i]!) <= settled * Math.abs(value));
    coefficients = next;
    if (isSettled) break;
  }
  return coefficients;
}
