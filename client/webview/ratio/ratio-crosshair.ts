import { type Drawn, drawn } from '../../../server/src/charts/drawn';
import type { Plot } from '../../../server/src/charts/plot';
import type { TheoryPoint } from '../../../server/src/sweep/sweep';
import { ring } from '../charts/chart';

/** The cross-hair at a point: a vertical line, and a ring on each of its values. */
export function ratioCrosshair(plot: Plot, { ratio }: TheoryPoint, values: readonly number[]): readonly Drawn[] {
  const x = plot.x.at(ratio);
  return [
    drawn('line', { class: 'crosshair', x1: x, x2: x, y1: plot.top, y2: plot.bottom }),
    ...values.filter(Number.isFinite).map((value) => ring({ x, y: plot.y.at(value) }, 5.5)),
  ];
}
