import { roundAxis } from '../../../server/src/charts/axis';
import { drawn } from '../../../server/src/charts/drawn';
import { drawMarks, type Looks } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import {
  bestBand,
  throughputDomain,
  throughputNumbers,
  throughputSeries,
} from '../../../server/src/charts/sweep-marks';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { axes, type Chart, hatch, picture, plotClip, yLabels } from '../charts/chart';
import { overTpot, overTpotLabels, regimeBands, regimeLabels } from './ratio-backdrop';
import { ratioCrosshair } from './ratio-crosshair';
import { markerDots, markerLabels, markerLines } from './ratio-markers';
import { labelsOnly, type PlottedView, type RatioView, ratioPlot } from './ratio-plot';

const height = 292;

/** How what it shows looks, in the legend too. */
export const throughputLooks: Looks<'theory' | 'simulated' | 'best'> = {
  line: () => ({ attributes: { class: 'theory' } }),
  interval: () => ({ attributes: { class: 'interval' } }),
  points: () => ({ attributes: { class: 'simulated' } }),
  band: () => ({ attributes: { class: 'best-band' }, size: 6 }),
};

/** Throughput against ratio: theory, simulation with intervals, regimes, the configured and the best ratio. */
export function throughputChart(view: RatioView): Chart<number> {
  const { sweep, simulated, outdated, measure } = view;
  const plot = throughputPlot(view);
  const series = throughputSeries(sweep, simulated);
  const drawing = picture(
    plot,
    hatch('over-tpot-throughput'),
    plotClip('plot-throughput', plot),
    ...regimeBands(sweep, plot),
    ...overTpot(sweep, plot, 'over-tpot-throughput'),
    ...overTpotLabels(sweep, plot, measure),
    ...axes(plot),
    ...drawMarks(bestBand(sweep), plot, throughputLooks),
    ...markerLines(sweep, plot, true),
    ...markerLabels(sweep, plot, measure),
    ...regimeLabels(sweep, plot, measure),
    drawn(
      'g',
      { 'clip-path': 'url(#plot-throughput)' },
      ...drawMarks(series.theory, plot, throughputLooks),
      drawn('g', { class: outdated ? 'outdated' : '' }, ...drawMarks(series.simulated, plot, throughputLooks)),
    ),
    ...markerDots(sweep, plot),
  );
  const marked = (index: number) => {
    const point = sweep.points[index];
    return point ? ratioCrosshair(plot, point, [point.throughput]) : [];
  };
  return { drawing, plot, marked };
}

/** The numbers at the throughput axis. */
export function throughputLabels(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly string[] {
  return yLabels(throughputPlot({ sweep, simulated, ...labelsOnly }));
}

function throughputPlot({ sweep, simulated, width, left, ratios }: PlottedView): Plot {
  const room = { width, height, left, above: 24, below: 24, head: 26, foot: 12 };
  const values = throughputDomain(sweep, simulated);
  return ratioPlot(room, ratios, (range) => roundAxis(values, range, throughputNumbers(sweep)));
}
