import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { dot, type Measure, svg } from './chart-svg';
import type { Plot } from './plot';

/** What a chart shows, and the room it has. `left` is where the plot begins, the same for both charts. */
export interface ChartView {
  readonly sweep: TheorySweep;
  readonly simulated: SimulatedSweep | undefined;
  /** True where the simulation belongs to other inputs. */
  readonly outdated: boolean;
  readonly width: number;
  readonly left: number;
  readonly ratios: readonly [number, number];
  readonly measure: Measure;
}

/** A drawn chart. */
export interface Chart {
  readonly svg: SVGSVGElement;
  readonly plot: Plot;
  /** Marks the theory's point of this index, or none. */
  readonly mark: (index: number | undefined) => void;
}

/** A drawing of the size of its plot; what is in it is told by the table and by the point that is read out. */
export function picture(plot: Plot, ...children: readonly Node[]): SVGSVGElement {
  const { width, height } = plot;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
    ...children,
  );
}

/** The cross-hair at a point: a vertical line and a ring on each of its values. */
export function crosshair(
  plot: Plot,
  sweep: TheorySweep,
  valuesAt: (index: number) => readonly number[],
): { readonly group: SVGGElement; readonly mark: Chart['mark'] } {
  const group = svg('g', {});
  const mark = (index: number | undefined): void => {
    const point = index === undefined ? undefined : sweep.points[index];
    if (index === undefined || !point) {
      group.replaceChildren();
      return;
    }
    const x = plot.x(point.ratio);
    const rings = valuesAt(index)
      .filter(Number.isFinite)
      .map((value) => dot('ring', 'circle', x, plot.y(value), 5.5));
    group.replaceChildren(svg('path', { class: 'crosshair', d: `M${x} ${plot.top}V${plot.bottom}` }), ...rings);
  };
  return { group, mark };
}

/** The plot's area as a clip path, for what may reach beyond it. */
export function plotClip(id: string, { left, right, top, bottom }: Plot): SVGDefsElement {
  const box = svg('rect', { x: left, y: top, width: right - left, height: bottom - top });
  return svg('defs', {}, svg('clipPath', { id }, box));
}
