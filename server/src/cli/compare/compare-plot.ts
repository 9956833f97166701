import type { StrategyName } from '../../strategy/comparison';
import { formatCounted, formatTick, formatTime, plainWord } from '../../text/format';
import { strategyLabels } from '../../wording/strategy-words';
import { axisOf, colours, rounded, svgFile, svgPage, svgText, ticks } from '../svg';
import type { ComparedStrategies } from './compare-report';
import {
  type ChartPoint,
  type StrategyChart,
  type StrategySeries,
  strategyChart,
  strategyIndex,
} from './compare-series';

const size = { width: 720, height: 460, left: 84, right: 30, top: 86, bottom: 52 };

const style = `
  .chart .line { fill: none; stroke-width: 1.5; }
  .chart .best { stroke: var(--ink); stroke-width: 2; }
  .chart .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
  .chart .missed { fill: var(--quiet); fill-opacity: 0.1; }
`;

/** System throughput against tokens per second per user, a panel for each, as an SVG file that needs nothing else. */
export function comparePlotSvg(file: string, compared: readonly ComparedStrategies[]): string {
  const { width, height } = size;
  const panels = compared.map((each, i) => `<g transform="translate(0 ${i * height})">${panelSvg(each)}</g>`);
  return svgFile(`Serving strategies: ${file}`, { width, height: height * compared.length }, panels.join('\n'), style);
}

/** The plot of a comparison as a page of HTML. */
export function comparePlotHtml(file: string, compared: readonly ComparedStrategies[]): string {
  return svgPage(file, comparePlotSvg(file, compared));
}

type Place = (point: ChartPoint) => readonly [x: number, y: number];

function panelSvg(compared: ComparedStrategies): string {
  const { width, height, left, right, top, bottom } = size;
  const { deployment, question } = compared;
  const chart = strategyChart(compared);
  const points = chart.series.flatMap((each) => each.points);
  const xAxis = axisOf([...points.map(({ perUser }) => perUser), chart.least ?? 0]);
  const yAxis = axisOf(points.map(({ throughput }) => throughput));
  const base = height - bottom;
  const xOf = (x: number): number => left + (x / xAxis.high) * (width - left - right);
  const yOf = (y: number): number => base - (y / yAxis.high) * (base - top);
  const at: Place = ({ perUser, throughput }) => [xOf(perUser), yOf(throughput)];
  const name = plainWord(deployment.name ?? 'deployment');
  return [
    svgText(left, 24, `${name}: ${formatCounted(question.devices, 'device')}`, 'title'),
    ...legend(chart, question.objectives.ttft),
    ...(chart.least === undefined ? [] : limit(xOf(chart.least), question.objectives.tpot!)),
    ...ticks(yAxis).flatMap((y) => [
      `<line class="rule" x1="${left}" x2="${width - right}" y1="${rounded(yOf(y))}" y2="${rounded(yOf(y))}"/>`,
      svgText(left - 8, yOf(y) + 4, formatTick(y, yAxis.step), 'quiet', 'end'),
    ]),
    ...ticks(xAxis).map((x) => svgText(xOf(x), base + 18, formatTick(x, xAxis.step), 'quiet', 'middle')),
    svgText((left + width - right) / 2, base + 38, 'tokens/s per user', 'quiet', 'middle'),
    `<text class="quiet" transform="translate(18 ${(top + base) / 2}) rotate(-90)" text-anchor="middle">tokens/s of all devices</text>`,
    ...chart.series.map((each) => seriesSvg(each, at)),
    // Last, so that nothing hides what is chosen.
    ...chart.series.flatMap(({ strategy, chosen }) => (chosen ? [mark(strategy, at(chosen), 6.5, 'best')] : [])),
  ].join('\n');
}

/** Left of the objective a user gets fewer tokens than asked for. */
function limit(x: number, tpot: number): readonly string[] {
  const { width, height, left, right, top, bottom } = size;
  const words = `TPOT ${formatTime(tpot, 's')}`;
  const isFar = x > width - right - 90;
  return [
    `<rect class="missed" x="${left}" y="${top}" width="${rounded(x - left)}" height="${height - bottom - top}"/>`,
    `<line class="limit" x1="${rounded(x)}" x2="${rounded(x)}" y1="${top}" y2="${height - bottom}"/>`,
    svgText(isFar ? x - 6 : x + 6, top + 14, words, '', isFar ? 'end' : 'start'),
  ];
}

function seriesSvg({ strategy, points }: StrategySeries, at: Place): string {
  const line = points.map((point) => at(point).map(rounded).join(',')).join(' ');
  return [
    `<polyline class="line" stroke="${colourOf(strategy)}" points="${line}"/>`,
    ...points.map((point) => mark(strategy, at(point), 3.5)),
  ].join('\n');
}

function colourOf(strategy: StrategyName): string {
  return colours[strategyIndex(strategy)]!;
}

/** A sign of the strategy's own shape: circle, square, triangle, diamond. */
function mark(strategy: StrategyName, [x, y]: readonly [number, number], radius: number, kind = ''): string {
  const paint = `class="${kind}" fill="${colourOf(strategy)}"`;
  const path = (...corners: readonly (readonly [number, number])[]): string =>
    `<path ${paint} d="M${corners.map(([dx, dy]) => `${rounded(x + dx * radius)} ${rounded(y + dy * radius)}`).join('L')}Z"/>`;
  switch (strategy) {
    case 'aggregated':
      return `<circle ${paint} cx="${rounded(x)}" cy="${rounded(y)}" r="${radius}"/>`;
    case 'prefill-decode':
      return path([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case 'aggregated-afd':
      return path([0, -1.2], [1.1, 0.8], [-1.1, 0.8]);
    case 'prefill-decode-afd':
      return path([0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]);
  }
}

/** Names of the curves in one row, what holds of the points in the next. */
function legend({ series }: StrategyChart, ttft: number | undefined): readonly string[] {
  const { left } = size;
  const [names, signs] = [48, 68];
  const starts = [0, 190, 305, 440];
  const entries = series.map(({ strategy }, i) => {
    const x = left + 5 + starts[i]!;
    return `${mark(strategy, [x, names - 4], 4.5)}${svgText(x + 10, names, strategyLabels[strategy])}`;
  });
  const kept = ttft === undefined ? '' : `; all points keep TTFT ${formatTime(ttft, 's')}`;
  return [
    ...entries,
    `<circle class="best" fill="none" cx="${left + 5}" cy="${signs - 4}" r="5.5"/>`,
    svgText(left + 15, signs, `large: the best within the objectives${kept}`),
  ];
}
