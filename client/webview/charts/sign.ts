import { linearAxis } from '../../../server/src/charts/axis';
import { type Drawn, drawn } from '../../../server/src/charts/drawn';
import { drawMarks, type Looks, type Mark } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import type { Shape } from '../../../server/src/charts/shapes';

const size = { width: 24, height: 16 };

/** A plot whose units are pixels. */
const pixels: Plot = {
  ...size,
  left: 1,
  right: 23,
  top: 0,
  bottom: 11,
  x: linearAxis([0, size.width], [0, size.width]),
  y: linearAxis([0, size.height], [0, size.height]),
};

/** A sign of a legend: marks with pixels for units, that look as in the chart. */
export function sign<Of extends string>(looks: Looks<Of>, ...marks: readonly Mark<Of>[]): Drawn {
  const box = { ...size, viewBox: `0 0 ${size.width} ${size.height}`, 'aria-hidden': 'true' };
  return drawn('svg', box, ...drawMarks(marks, pixels, looks));
}

/** A line through a sign. */
export function signLine<Of extends string>(of: Of): Mark<Of> {
  const [left, right] = [pixels.left, pixels.right].map((x) => ({ x, y: size.height / 2 }));
  return { kind: 'line', of, places: [left!, right!] };
}

/** A point in the middle of a sign. */
export function signPoint<Of extends string>(of: Of, shape: Shape): Mark<Of> {
  return { kind: 'points', of, shape, places: [{ x: size.width / 2, y: size.height / 2 }] };
}

/** An interval in the middle of a sign. */
export function signInterval<Of extends string>(of: Of): Mark<Of> {
  return { kind: 'interval', of, x: size.width / 2, low: size.height - 2, high: 2 };
}

/** A band across a sign. */
export function signBand<Of extends string>(of: Of): Mark<Of> {
  return { kind: 'band', of, from: pixels.left, to: pixels.right };
}
