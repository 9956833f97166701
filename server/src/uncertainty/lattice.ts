/** How many points there are: a prime, so that each coordinate takes every one of its values once. */
export const latticeSize = 251;

/** Of all generators this one spreads the points most evenly over every pair of the first 16 coordinates. */
const generator = 85;

/** Moves every coordinate by its own share, so that no point is at the low end of all. */
const goldenRatio = (1 + Math.sqrt(5)) / 2;

/**
 * A coordinate of a point of a rank-1 lattice in the unit cube, strictly between 0 and 1. Over all points each coordinate
 * takes the values (k + 1/2)/251, which makes shares and quantiles of one coordinate exact.
 * Source: N. M. Korobov (1959); docs/theory.md, "Plausible worlds".
 */
export function latticeCoordinate(point: number, coordinate: number): number {
  let step = 1;
  for (let power = 0; power < coordinate; power++) step = (step * generator) % latticeSize;
  const shift = Math.floor(latticeSize * ((coordinate * goldenRatio) % 1));
  return (((point * step + shift) % latticeSize) + 0.5) / latticeSize;
}
