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

/** Where one of so many points is enough. */
const stride = 8;

/** The points of the lattice that are enough where each takes long. */
export const fewPoints: readonly number[] = Array.from(
  { length: Math.ceil(latticeSize / stride) },
  (_, index) => stride * index,
);

/**
 * A coordinate of one of the few points, strictly between 0 and 1: spread over them as evenly as over all, which the
 * lattice's own is not. Over the few each coordinate takes the values (k + 1/2)/32.
 */
export function fewCoordinate(point: number, coordinate: number): number {
  const own = latticeCoordinate(point, coordinate);
  const smaller = fewPoints.filter((other) => latticeCoordinate(other, coordinate) < own).length;
  return (smaller + 0.5) / fewPoints.length;
}
