import { axisFromZero, linearAxis } from '../../charts/axis';
import { drawnXAxis, drawnXGrid, xTitle } from '../../charts/draw-axes';
import { type Drawn, drawn, drawnText } from '../../charts/drawn';
import { type BarMark, drawMarks } from '../../charts/marks';
import type { Plot } from '../../charts/plot';
import type { PolicyResult } from '../../scheduling/study';
import { formatNumber } from '../../text/format';
import { axesLook, colours, svgFile, svgPage } from '../svg';
import type { ScheduleReport } from './schedule-report';

const size = { width: 720, left: 130, right: 640, top: 62, below: 66, row: 44, bar: 14 };

const style = `
  .chart .bound { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
`;

const measures = ['mean', 'p99'] as const;
type Measure = (typeof measures)[number];

const colourOf: Readonly<Record<Measure, string>> = { mean: colours[0], p99: colours[4] };

/** Mean and p99 latency of each policy, and the lower bound of the mean, as an SVG file that needs nothing else. */
export function schedulePlotSvg({ study, file }: ScheduleReport): string {
  const { results, lowerBoundMeanSteps, mode, kvTokens } = study;
  const plot = plotOf(results, lowerBoundMeanSteps);
  const bars = results.flatMap(barsOf);
  const content = [
    drawnText(plot.left, 22, `Latency by request order, ${mode}, ${formatNumber(kvTokens)} KV tokens`, {
      class: 'title',
    }),
    ...legend(),
    ...drawnXGrid(plot, axesLook),
    ...drawnXAxis(plot, axesLook),
    xTitle(plot, 'steps', { class: 'quiet' }),
    ...results.map(({ policy }, index) => drawnText(plot.left - 10, plot.y.at(index + 0.5) + 4, policy, {}, 'end')),
    ...drawMarks(bars, plot, {
      bar: ({ of }) => ({ attributes: { fill: colourOf[of] }, size: size.bar / 2 - 1 }),
    }),
    ...bars.map(({ x, y }) => drawnText(plot.x.at(x) + 6, plot.y.at(y) + 4, formatNumber(x))),
    ...drawMarks([{ kind: 'rule', of: 'bound', x: lowerBoundMeanSteps }], plot, {
      rule: () => ({ attributes: { class: 'bound' }, above: 6 }),
    }),
  ];
  return svgFile(`Latency by request order: ${file}`, plot, content, style);
}

/** The plot of a schedule as a page of HTML. */
export function schedulePlotHtml(report: ScheduleReport): string {
  return svgPage(report.file, schedulePlotSvg(report));
}

/** The plot with a row for each policy, from top to bottom. */
function plotOf(results: readonly PolicyResult[], bound: number): Plot {
  const { width, left, right, top, below, row } = size;
  const bottom = top + row * results.length;
  const steps = results.flatMap(({ meanSteps, p99Steps }) => [meanSteps, p99Steps]);
  const box = { left, right, top, bottom, width, height: bottom + below };
  return {
    ...box,
    x: axisFromZero([...steps, bound], [left, right]),
    y: linearAxis([0, results.length], [top, bottom]),
  };
}

/** The bars of a policy, in the middle of its row. */
function barsOf({ meanSteps, p99Steps }: PolicyResult, index: number): readonly BarMark<Measure>[] {
  const half = size.bar / 2 / size.row;
  return [
    { kind: 'bar', of: 'mean', x: meanSteps, y: index + 0.5 - half },
    { kind: 'bar', of: 'p99', x: p99Steps, y: index + 0.5 + half },
  ];
}

function legend(): readonly Drawn[] {
  const [y, width] = [44, 70];
  const entries = measures.flatMap((name, index) => {
    const x = size.left + index * width;
    return [drawn('rect', { fill: colourOf[name], x, y: y - 10, width: 10, height: 10 }), drawnText(x + 15, y, name)];
  });
  const x = size.left + measures.length * width;
  const line = drawn('line', { class: 'bound', x1: x, x2: x + 18, y1: y - 5, y2: y - 5 });
  return [...entries, line, drawnText(x + 24, y, 'no order has a lower mean')];
}
