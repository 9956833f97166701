import type { Axis } from './axis';

/** The box in a picture in which data is drawn, in pixels or in characters. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A box with its axes, and the size of the picture that it stands in. */
export interface Plot extends PlotBox {
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
}

/** Whether a place of the picture lies in the plot. */
export function isInside({ left, right, top, bottom }: PlotBox, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Index of the value nearest to `wanted`, the first of several; undefined where there are none. */
export function nearestIndex(values: readonly number[], wanted: number): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce(
    (best, value, index) => (Math.abs(value - wanted) < Math.abs(values[best]! - wanted) ? index : best),
    0,
  );
}
