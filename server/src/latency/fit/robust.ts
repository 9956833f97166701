/** Tukey's bisquare turns to zero at this many scales; with it, 95 % of least squares' efficiency under normal errors. */
const bisquareReach = 4.685;

/** Rows with less weight than this count as outliers: residuals beyond 3.9 scales. */
export const leastWeight = 0.1;

/** Relative times are not measured better than this; it also keeps a perfect fit from having no scale. */
const leastScale = 1e-3;

/** Makes the median of absolute values a standard deviation, for normal errors. */
const madToDeviation = 1.4826;

/** Weight of a residual, given in scales. */
export function bisquareWeight(scales: number): number {
  const share = scales / bisquareReach;
  return Math.abs(share) >= 1 ? 0 : (1 - share * share) ** 2;
}

/** Weight that makes least squares, done again and again, minimise the sum of absolute residuals. */
export function absoluteWeight(residual: number): number {
  return 1 / Math.max(Math.abs(residual), leastScale);
}

/** Standard deviation of relative residuals, from their median; as many of the smallest as were fitted away do not count. */
export function scaleOf(residuals: readonly number[], fitted: number): number {
  const sizes = residuals.map(Math.abs).sort((a, b) => a - b);
  const left = sizes.slice(Math.min(fitted, sizes.length - 1));
  const middle = left.length / 2;
  const median = left.length === 0 ? 0 : (left[Math.ceil(middle) - 1]! + left[Math.floor(middle)]!) / 2;
  return Math.max(leastScale, madToDeviation * median);
}

/**
 * The deviation that stands in for the residuals' own in the covariance of coefficients fitted with bisquare weights.
 * Source: Huber, Robust Statistics (1981), section 7.6, with his correction for few rows.
 */
export function robustDeviation(residuals: readonly number[], scale: number, fitted: number): number {
  const count = residuals.length;
  if (count <= fitted) return scale;
  const inScales = residuals.map((residual) => residual / scale);
  const slopes = inScales.map(bisquareSlope);
  const mean = slopes.reduce((sum, slope) => sum + slope, 0) / count;
  if (!(mean > 0)) return scale;
  const variance = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / count;
  const correction = 1 + (fitted * variance) / (count * mean * mean);
  const pushes = inScales.reduce((sum, value) => sum + (value * bisquareWeight(value)) ** 2, 0);
  return Math.max(leastScale, (scale * correction * Math.sqrt(pushes / (count - fitted))) / mean);
}

/** Derivative of residual times weight. */
function bisquareSlope(scales: number): number {
  const square = (scales / bisquareReach) ** 2;
  return square >= 1 ? 0 : (1 - square) * (1 - 5 * square);
}
