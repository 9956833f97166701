import type { PlotPanel, PlotPoint, PlotSeries } from '../latency/fit/fitted-profile';
import { formatTick, plainLine } from '../text/format';
import type { FitReport } from './fit-report';

const size = { width: 720, height: 400, left: 70, right: 44, top: 40, bottom: 74 };

/** Points of a series that are drawn, at most; of more, evenly chosen ones. */
const mostPoints = 2000;

/** Colours that people with any colour vision tell apart (Okabe and Ito), for light and dark backgrounds alike. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

const style = `
  .fit { --ink: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --paper: #ffffff; background: var(--paper); }
  @media (prefers-color-scheme: dark) {
    .fit { --ink: #e6edf3; --quiet: #9198a1; --rule: #3d444d; --paper: #0d1117; }
  }
  .fit .paper { fill: var(--paper); }
  .fit text { fill: var(--ink); font: 12px system-ui, sans-serif; }
  .fit .title { font-size: 14px; font-weight: 600; }
  .fit .quiet { fill: var(--quiet); }
  .fit .rule { stroke: var(--rule); }
  .fit .line { fill: none; stroke-width: 1.5; }
  .fit .aside { stroke-width: 1.5; }
`;

/** The measured points and the fitted lines, a panel each, as an SVG file that needs nothing else. */
export function fitPlotSvg({ fitted, file }: FitReport): string {
  const { width, height } = size;
  const panels = fitted.plot.map((panel, i) => `<g transform="translate(0 ${i * height})">${panelSvg(panel)}</g>`);
  const total = height * fitted.plot.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="fit" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img">
<title>${escaped(`Latency profile fitted to ${file}`)}</title>
<style>${style}</style>
<rect class="paper" width="${width}" height="${total}"/>
${panels.join('\n')}
</svg>
`;
}

/** The same as a page. */
export function fitPlotHtml(report: FitReport): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>${escaped(report.file)}</title>
<body>
${fitPlotSvg(report)}</body>
</html>
`;
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
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
    text(left, 22, title, 'title'),
    ...ticks(yAxis).flatMap((y) => [
      `<line class="rule" x1="${left}" x2="${width - right}" y1="${at(yOf(y))}" y2="${at(yOf(y))}"/>`,
      text(left - 8, yOf(y) + 4, formatTick(y, yAxis.step), 'quiet', 'end'),
    ]),
    ...ticks(xAxis).map((x) => text(xOf(x), base + 18, formatTick(x, xAxis.step), 'quiet', 'middle')),
    text((left + width - right) / 2, base + 38, xLabel, 'quiet', 'middle'),
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
  const line = sorted.map(({ x, fitted }) => `${at(xOf(x))},${at(yOf(fitted))}`).join(' ');
  const marks = points.map(({ x, measured, isSetAside }) => {
    const [px, py] = [xOf(x), yOf(measured)];
    return isSetAside
      ? `<path class="aside" stroke="${colour}" d="M${at(px - 4)} ${at(py - 4)}l8 8m0 -8l-8 8"/>`
      : `<circle fill="${colour}" cx="${at(px)}" cy="${at(py)}" r="3"/>`;
  });
  return [`<polyline class="line" stroke="${colour}" points="${line}"/>`, ...marks].join('\n');
}

/** Names of the series, and what the marks mean. */
function legend(series: readonly PlotSeries[]): string {
  const y = size.height - 14;
  const spacing = series.length > 5 ? 105 : 125;
  const entries = series.slice(0, colours.length).map(({ name }, i) => {
    const x = size.left + i * spacing;
    return `<circle fill="${colourAt(i)}" cx="${x}" cy="${y - 4}" r="4"/>${text(x + 8, y, name)}`;
  });
  return `${entries.join('')}${text(size.width - size.right, 22, 'dots measured, × set aside, line fitted', 'quiet', 'end')}`;
}

function text(x: number, y: number, content: string, kind = '', anchor = 'start'): string {
  return `<text x="${at(x)}" y="${at(y)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** From 0, with a round step and about five ticks. */
function axisOf(values: readonly number[]): Axis {
  const most = values.reduce((high, value) => Math.max(high, value), 0) || 1;
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return { low: 0, high: Math.ceil(most / step - 1e-9) * step, step };
}

function ticks({ low, high, step }: Axis): readonly number[] {
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
}

function thinned(points: readonly PlotPoint[]): readonly PlotPoint[] {
  const step = points.length / mostPoints;
  return step <= 1 ? points : Array.from({ length: mostPoints }, (_, i) => points[Math.floor(i * step)]!);
}

function colourAt(index: number): string {
  return colours[index % colours.length]!;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text from a file's name in markup. */
function escaped(content: string): string {
  return plainLine(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
