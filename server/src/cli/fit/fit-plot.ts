import { axisFromZero } from '../../charts/axis';
import { drawnXAxis, drawnYAxis, xTitle, yTitle } from '../../charts/draw-axes';
import { type Drawn, drawn, drawnText } from '../../charts/drawn';
import { drawMarks, type Look, type Looks, type Mark } from '../../charts/marks';
import type { Plot } from '../../charts/plot';
import type { PlotPanel, PlotPoint, PlotSeries } from '../../latency/fit/fitted-profile';
import { axesLook, colours, stacked, svgFile, svgPage } from '../svg';
import type { FitReport } from './fit-report';

const size = { width: 720, height: 400 };
const box = { left: 70, right: 676, top: 40, bottom: 326 };

/** Points of a series that are drawn, at most; of more, evenly chosen ones. */
const mostPoints = 2000;

const style = `
  .chart .line { fill: none; stroke-width: 1.5; }
  .chart .aside { stroke-width: 1.5; }
`;

/** The measured points and the fitted lines, a panel each, as an SVG file that needs nothing else. */
export function fitPlotSvg({ fitted, file }: FitReport): string {
  const { width, height } = size;
  const whole = { width, height: height * fitted.plot.length };
  return svgFile(`Latency profile fitted to ${file}`, whole, stacked(fitted.plot.map(panel), height), style);
}

/** The plot of a fit as a page of HTML. */
export function fitPlotHtml(report: FitReport): string {
  return svgPage(report.file, fitPlotSvg(report));
}

function panel({ title, xLabel, series }: PlotPanel): readonly Drawn[] {
  const shown = series.map((each) => ({ ...each, points: thinned(each.points) }));
  const points = shown.flatMap((each) => each.points);
  const plot: Plot = {
    ...size,
    ...box,
    x: axisFromZero(
      points.map(({ x }) => x),
      [box.left, box.right],
    ),
    y: axisFromZero(
      points.flatMap(({ measured, fitted }) => [measured, fitted]),
      [box.bottom, box.top],
    ),
  };
  return [
    drawnText(box.left, 22, title, { class: 'title' }),
    ...drawnYAxis(plot, axesLook),
    ...drawnXAxis(plot, axesLook),
    xTitle(plot, xLabel, { class: 'quiet' }),
    yTitle(plot, 16, 'ms', { class: 'quiet' }),
    ...shown.flatMap((each, index) => drawMarks(seriesMarks(each), plot, looks(colourAt(index)))),
    ...legend(shown),
  ];
}

type Part = 'fitted' | 'measured' | 'setAside';

function looks(colour: string): Looks<Part> {
  return {
    line: () => ({ attributes: { class: 'line', stroke: colour } }),
    points: ({ of }): Look =>
      of === 'setAside'
        ? { attributes: { class: 'aside', stroke: colour }, size: 4 }
        : { attributes: { fill: colour }, size: 3 },
  };
}

function seriesMarks({ points }: PlotSeries): readonly Mark<Part>[] {
  const placesOf = (isSetAside: boolean) =>
    points.filter((point) => point.isSetAside === isSetAside).map(({ x, measured }) => ({ x, y: measured }));
  const ascending = [...points].sort((a, b) => a.x - b.x);
  return [
    { kind: 'line', of: 'fitted', places: ascending.map(({ x, fitted }) => ({ x, y: fitted })) },
    { kind: 'points', of: 'measured', shape: 'circle', places: placesOf(false) },
    { kind: 'points', of: 'setAside', shape: 'cross', places: placesOf(true) },
  ];
}

/** Names of the series, and what the marks mean. */
function legend(series: readonly PlotSeries[]): readonly Drawn[] {
  const y = size.height - 14;
  const spacing = series.length > 5 ? 105 : 125;
  const entries = series.slice(0, colours.length).flatMap(({ name }, index) => {
    const x = box.left + index * spacing;
    return [drawn('circle', { fill: colourAt(index), cx: x, cy: y - 4, r: 4 }), drawnText(x + 8, y, name)];
  });
  return [...entries, drawnText(box.right, 22, 'dots measured, × set aside, line fitted', { class: 'quiet' }, 'end')];
}

function thinned(points: readonly PlotPoint[]): readonly PlotPoint[] {
  const step = points.length / mostPoints;
  return step <= 1 ? points : Array.from({ length: mostPoints }, (_, i) => points[Math.floor(i * step)]!);
}

function colourAt(index: number): string {
  return colours[index % colours.length]!;
}
