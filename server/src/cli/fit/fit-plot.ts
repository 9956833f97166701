import type { PlotPanel, PlotPoint, PlotSeries } from '../../latency/fit/fitted-profile';
import { formatTick } from '../../text/format';
import { axisOf, colours, rounded, svgFile, svgPage, svgText, ticks } from '../svg';
import type { FitReport } from './fit-report';

const size = { width: 720, height: 400, left: 70, right: 44, top: 40, bottom: 74 };

/** Points of a series that are drawn, at most; of more, evenly chosen ones. */
const mostPoints = 2000;

const style = `
  .chart .line { fill: none; stroke-width: 1.5; }
  .chart .aside { stroke-width: 1.5; }
`;

/** The measured points and the fitted lines, a panel each, as an SVG file that needs nothing else. */
export function fitPlotSvg({ fitted, file }: FitReport): string {
  const { width, height } = size;
  const panels = fitted.plot.map((panel, i) => `<g transform="translate(0 ${i * height})">${panelSvg(panel)}</g>`);
  const whole = { width, height: height * fitted.plot.length };
  return svgFile(`Latency profile fitted to ${file}`, whole, panels.join('\n'), style);
}

/** The plot of a fit as a page of HTML. */
export function fitPlotHtml(report: FitReport): string {
  return svgPage(report.file, fitPlotSvg(report));
}

function panelSvg({ title, xLabel, series }: PlotPanel): string {
  const { width, height, left, right, top, bottom } = size;
  const drawn = series.map((each) => ({ ...each, points: thinned(each.points) }));
  const points = drawn.flatMap((each) => each.points);
  const xAxis = axisOf(points.map(({ x }) => x));
  const yAxis = axisOf(points.flatMap(({ measured, fitted }) => [measured, fitted]));
  const xOf = (x: number): number => left + ((x - xAxis.low) / (xAxis.high - xAxis.low)) * (width - left - right);
  const yOf = (y: number): number =>
    height - bottom - ((y - yAxis.low) / (yAxis.high - yAxis.low)) * (height - top - bottom);
  const base = height - bottom;
  return [
    svgText(left, 22, title, 'title'),
    ...ticks(yAxis).flatMap((y) => [
      `<line class="rule" x1="${left}" x2="${width - right}" y1="${rounded(yOf(y))}" y2="${rounded(yOf(y))}"/>`,
      svgText(left - 8, yOf(y) + 4, formatTick(y, yAxis.step), 'quiet', 'end'),
    ]),
    ...ticks(xAxis).map((x) => svgText(xOf(x), base + 18, formatTick(x, xAxis.step), 'quiet', 'middle')),
    svgText((left + width - right) / 2, base + 38, xLabel, 'quiet', 'middle'),
    `<text class="quiet" transform="translate(16 ${(top + base) / 2}) rotate(-90)" text-anchor="middle">ms</text>`,
    ...drawn.map((each, i) => seriesSvg(each, colourAt(i), xOf, yOf)),
    legend(drawn),
  ].join('\n');
}

function seriesSvg(
  { points }: PlotSeries,
  colour: string,
  xOf: (x: number) => number,
  yOf: (y: number) => number,
): string {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const line = sorted.map(({ x, fitted }) => `${rounded(xOf(x))},${rounded(yOf(fitted))}`).join(' ');
  const marks = points.map(({ x, measured, isSetAside }) => {
    const [px, py] = [xOf(x), yOf(measured)];
    return isSetAside
      ? `<path class="aside" stroke="${colour}" d="M${rounded(px - 4)} ${rounded(py - 4)}l8 8m0 -8l-8 8"/>`
      : `<circle fill="${colour}" cx="${rounded(px)}" cy="${rounded(py)}" r="3"/>`;
  });
  return [`<polyline class="line" stroke="${colour}" points="${line}"/>`, ...marks].join('\n');
}

/** Names of the series, and what the marks mean. */
function legend(series: readonly PlotSeries[]): string {
  const y = size.height - 14;
  const spacing = series.length > 5 ? 105 : 125;
  const entries = series.slice(0, colours.length).map(({ name }, i) => {
    const x = size.left + i * spacing;
    return `<circle fill="${colourAt(i)}" cx="${x}" cy="${y - 4}" r="4"/>${svgText(x + 8, y, name)}`;
  });
  return `${entries.join('')}${svgText(size.width - size.right, 22, 'dots measured, × set aside, line fitted', 'quiet', 'end')}`;
}

function thinned(points: readonly PlotPoint[]): readonly PlotPoint[] {
  const step = points.length / mostPoints;
  return step <= 1 ? points : Array.from({ length: mostPoints }, (_, i) => points[Math.floor(i * step)]!);
}

function colourAt(index: number): string {
  return colours[index % colours.length]!;
}
