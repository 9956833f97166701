import type { SimulatedSweep, SimulatedSweepPoint, TheoryPoint, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatTick } from '../../../server/src/text/format';
import { axes, axisTitle, hatch, markerLines, measuredPoint, overTpotRegion, regimeBands } from '../charts/chart-parts';
import { polyline, svg } from '../charts/chart-svg';
import { type Chart, type ChartView, crosshair, picture, plotClip } from '../charts/chart-view';
import { idleDomain, type Plot, plotOf } from '../charts/plot';

const height = 212;

/** What idles: its key in a point, and how its line and points look. */
const pools = [
  { key: 'idleAttention', className: 'attention', shape: 'circle' },
  { key: 'idleFfn', className: 'ffn', shape: 'square' },
] as const satisfies readonly {
  key: keyof TheoryPoint & keyof SimulatedSweepPoint;
  className: string;
  shape: string;
}[];

/** Idle share of attention and FFN workers against ratio: theory and simulation. */
export function idleChart(view: ChartView): Chart {
  const { sweep, simulated, outdated } = view;
  const plot = idlePlot(view);
  const lines = pools.map(({ key, className }) =>
    polyline(
      `idle idle-${className}`,
      sweep.points.map((point) => [plot.x(point.ratio), plot.y(point[key])]),
    ),
  );
  const points = (simulated?.points ?? []).flatMap((point) =>
    pools.flatMap(({ key, className, shape }) =>
      measuredPoint(plot, point.ratio, point[key], {
        className: `idle-dot idle-dot-${className}`,
        shape,
        size: 3,
      }),
    ),
  );
  const { group, mark } = crosshair(plot, sweep, (index) => pools.map(({ key }) => sweep.points[index]![key]));
  const drawing = picture(
    plot,
    hatch('over-tpot-idle'),
    plotClip('plot-idle', plot),
    regimeBands(sweep, plot),
    overTpotRegion(sweep, plot, 'over-tpot-idle', undefined),
    axes(plot, idleText(plot)),
    axisTitle(plot, 'ratio r = attention workers ÷ FFN workers'),
    markerLines(sweep, plot, undefined),
    svg('g', { 'clip-path': 'url(#plot-idle)' }, ...lines, svg('g', { class: outdated ? 'outdated' : '' }, ...points)),
    group,
  );
  return { svg: drawing, plot, mark };
}

/** The numbers at the idle axis. */
export function idleLabels(sweep: TheorySweep, simulated: SimulatedSweep | undefined): readonly string[] {
  const plot = idlePlot({ sweep, simulated, width: 400, left: 0, ratios: [0, 1] });
  return plot.yTicks.values.map(idleText(plot));
}

function idlePlot({
  sweep,
  simulated,
  width,
  left,
  ratios,
}: Pick<ChartView, 'sweep' | 'simulated' | 'width' | 'left' | 'ratios'>): Plot {
  const values = idleDomain(sweep, simulated);
  return plotOf({ width, height, left, above: 8, below: 44, head: 8, foot: 4, ratios, values });
}

function idleText({ yTicks }: Plot): (value: number) => string {
  return (value) => `${formatTick(value * 100, yTicks.step * 100)} %`;
}
