import { linearAxis } from '../../../server/src/charts/axis';
import { xTitle } from '../../../server/src/charts/draw-axes';
import { drawn } from '../../../server/src/charts/drawn';
import { drawMarks, type Looks } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import { idleDomain, idleSeries } from '../../../server/src/charts/sweep-marks';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatTick } from '../../../server/src/text/format';
import { axes, type Chart, hatch, picture, plotClip, yLabels } from '../charts/chart';
import { overTpot, regimeBands } from './ratio-backdrop';
import { ratioCrosshair } from './ratio-crosshair';
import { markerLines } from './ratio-markers';
import { labelsOnly, type PlottedView, type RatioView, ratioPlot } from './ratio-plot';

const height = 212;

/** How what it shows looks, in the legend too. */
export const idleLooks: Looks<'attention' | 'ffn'> = {
  line: ({ of }) => ({ attributes: { class: `idle idle-${of}` } }),
  interval: () => ({ attributes: { class: 'interval' } }),
  points: ({ of }) => ({ attributes: { class: `idle-dot idle-dot-${of}` }, size: 3 }),
};

/** Idle share of attention and FFN workers against ratio: theory and simulation. */
export function idleChart(view: RatioView): Chart<number> {
  const { sweep, simulated, outdated } = view;
  const plot = idlePlot(view);
  const series = idleSeries(sweep, simulated);
  const drawing = picture(
    plot,
    hatch('over-tpot-idle'),
    plotClip('plot-idle', plot),
    ...regimeBands(sweep, plot),
    ...overTpot(sweep, plot, 'over-tpot-idle'),
    ...axes(plot),
    xTitle(plot, 'ratio r = attention workers ÷ FFN workers', { class: 'axis-title' }),
    ...markerLines(sweep, plot, false),
    drawn(
      'g',
      { 'clip-path': 'url(#plot-idle)' },
      ...drawMarks(series.theory, plot, idleLooks),
      drawn('g', { class: outdated ? 'outdated' : '' }, ...drawMarks(series.simulated, plot, idleLooks)),
    ),
  );
  const marked = (index: number) => {
    const point = sweep.points[index];
    return point ? ratioCrosshair(plot, point, [point.idleAttention, point.idleFfn]) : [];
  };
  return { drawing, plot, marked };
}

/** The numbers at the idle axis. */
export function idleLabels(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly string[] {
  return yLabels(idlePlot({ sweep, simulated, ...labelsOnly }));
}

function idlePlot({ sweep, simulated, width, left, ratios }: PlottedView): Plot {
  const room = { width, height, left, above: 8, below: 44, head: 8, foot: 4 };
  const write = (value: number, step: number): string => `${formatTick(value * 100, step * 100)} %`;
  return ratioPlot(room, ratios, (range) => linearAxis(idleDomain(sweep, simulated), range, { write }));
}
