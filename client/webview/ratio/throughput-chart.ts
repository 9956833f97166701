import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatTick, secondsPerUnit } from '../../../server/src/text/format';
import {
  axes,
  bestBand,
  hatch,
  markerDots,
  markerLines,
  measuredPoint,
  overTpotRegion,
  regimeBands,
  regimeLabels,
} from '../charts/chart-parts';
import { polyline, svg } from '../charts/chart-svg';
import { type Chart, type ChartView, crosshair, picture, plotClip } from '../charts/chart-view';
import { type Plot, plotOf, throughputDomain } from '../charts/plot';

const height = 292;

/** Throughput against ratio: theory, simulation with intervals, regimes, the configured and the best ratio. */
export function throughputChart(view: ChartView): Chart {
  const { sweep, simulated, outdated, measure } = view;
  const plot = throughputPlot(view);
  const line = sweep.points.map(({ ratio, throughput }) => [plot.x(ratio), plot.y(throughput)] as const);
  const points = (simulated?.points ?? []).flatMap(({ ratio, throughput }) =>
    measuredPoint(plot, ratio, throughput, { className: 'simulated', shape: 'circle' }),
  );
  const { group, mark } = crosshair(plot, sweep, (index) => [sweep.points[index]!.throughput]);
  const drawing = picture(
    plot,
    hatch('over-tpot-throughput'),
    plotClip('plot-throughput', plot),
    regimeBands(sweep, plot),
    overTpotRegion(sweep, plot, 'over-tpot-throughput', measure),
    axes(plot, throughputText(sweep, plot)),
    bestBand(sweep, plot),
    markerLines(sweep, plot, measure),
    regimeLabels(sweep, plot, measure),
    svg(
      'g',
      { 'clip-path': 'url(#plot-throughput)' },
      polyline('theory', line),
      svg('g', { class: outdated ? 'outdated' : '' }, ...points),
    ),
    markerDots(sweep, plot),
    group,
  );
  return { svg: drawing, plot, mark };
}

/** Room that the numbers at the throughput axis need. */
export function throughputLabels(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly string[] {
  const plot = throughputPlot({ sweep, simulated, width: 400, left: 0, ratios: [0, 1] });
  return plot.yTicks.values.map(throughputText(sweep, plot));
}

function throughputPlot({
  sweep,
  simulated,
  width,
  left,
  ratios,
}: Pick<ChartView, 'sweep' | 'simulated' | 'width' | 'left' | 'ratios'>): Plot {
  const values = throughputDomain(sweep, simulated);
  return plotOf({ width, height, left, above: 24, below: 24, head: 26, foot: 12, ratios, values });
}

function throughputText({ timeUnit }: TheorySweep, { yTicks }: Plot): (value: number) => string {
  const seconds = secondsPerUnit(timeUnit) ?? 1;
  return (value) => formatTick(value / seconds, yTicks.step / seconds);
}
