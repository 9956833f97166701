import { type Axis, horizontalAxis } from '../../../server/src/charts/axis';
import type { Plot } from '../../../server/src/charts/plot';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import type { Measure } from '../charts/chart';
import { type ChartRoom, plotIn } from '../charts/chart';

/** What a chart over the ratio shows, and the room it has. `left` is where the plot begins, the same for all of them. */
export interface RatioView {
  readonly sweep: TheorySweep;
  readonly simulated: SimulatedSweep | undefined;
  /** True where the simulation belongs to other inputs. */
  readonly outdated: boolean;
  readonly width: number;
  readonly left: number;
  readonly ratios: readonly [number, number];
  readonly measure: Measure;
}

/** What decides where values stand. */
export type PlottedView = Pick<RatioView, 'sweep' | 'simulated' | 'width' | 'left' | 'ratios'>;

/** What numbers at a y axis are asked of, before it is known how much room they need. */
export const labelsOnly = { width: 400, left: 0, ratios: [0, 1] } as const;

/** Ends of the ratios so many times apart that a linear axis would squeeze the small ones together. */
const wideRatios = 64;

/** A plot over the ratio. */
export function ratioPlot(
  room: ChartRoom,
  ratios: readonly [number, number],
  y: (range: readonly [number, number]) => Axis,
): Plot {
  return plotIn(room, { x: (range) => horizontalAxis(ratios, range, wideRatios, 'counted'), y });
}
