import type { PolicyResult } from '../../scheduling/study';
import { formatNumber, formatTick } from '../../text/format';
import { type Axis, axisOf, colours, rounded, svgFile, svgPage, svgText, ticks } from '../svg';
import type { ScheduleReport } from './schedule-report';

const size = { width: 720, left: 130, right: 80, top: 62, bottom: 66, row: 44, bar: 14 };

const style = `
  .chart .bound { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
`;

const measures = [
  { name: 'mean', colour: colours[0], of: ({ meanSteps }: PolicyResult) => meanSteps },
  { name: 'p99', colour: colours[4], of: ({ p99Steps }: PolicyResult) => p99Steps },
] as const;

/** Mean and p99 latency of each policy, and the lower bound of the mean, as an SVG file that needs nothing else. */
export function schedulePlotSvg({ study, file }: ScheduleReport): string {
  const { results, lowerBoundMeanSteps, mode, kvTokens } = study;
  const { width, left, right, top, bottom, row } = size;
  const height = top + bottom + row * results.length;
  const axis = axisOf([...results.flatMap((result) => measures.map(({ of }) => of(result))), lowerBoundMeanSteps]);
  const xOf = (steps: number): number => left + ((steps - axis.low) / (axis.high - axis.low)) * (width - left - right);
  const bound = rounded(xOf(lowerBoundMeanSteps));
  const content = [
    svgText(left, 22, `Latency by request order, ${mode}, ${formatNumber(kvTokens)} KV tokens`, 'title'),
    legend(),
    ...grid(axis, xOf, height - bottom),
    svgText((left + width - right) / 2, height - 26, 'steps', 'quiet', 'middle'),
    ...results.map((result, i) => bars(result, top + i * row, xOf)),
    `<line class="bound" x1="${bound}" x2="${bound}" y1="${top - 6}" y2="${height - bottom}"/>`,
  ];
  return svgFile(`Latency by request order: ${file}`, { width, height }, content.join('\n'), style);
}

/** The plot of a schedule as a page of HTML. */
export function schedulePlotHtml(report: ScheduleReport): string {
  return svgPage(report.file, schedulePlotSvg(report));
}

function bars(result: PolicyResult, y: number, xOf: (steps: number) => number): string {
  const drawn = measures.map(({ colour, of }, i) => {
    const steps = of(result);
    const [from, to] = [xOf(0), xOf(steps)];
    const at = y + 8 + i * size.bar;
    return `<rect fill="${colour}" x="${rounded(from)}" y="${at}" width="${rounded(Math.max(1, to - from))}" height="${size.bar - 2}"/>${svgText(to + 6, at + 10, formatNumber(steps))}`;
  });
  return [svgText(size.left - 10, y + size.row / 2 + 4, result.policy, '', 'end'), ...drawn].join('\n');
}

function grid(axis: Axis, xOf: (steps: number) => number, base: number): readonly string[] {
  return ticks(axis).flatMap((steps) => {
    const x = rounded(xOf(steps));
    return [
      `<line class="rule" x1="${x}" x2="${x}" y1="${size.top}" y2="${base}"/>`,
      svgText(xOf(steps), base + 18, formatTick(steps, axis.step), 'quiet', 'middle'),
    ];
  });
}

function legend(): string {
  const y = 44;
  const entries = measures.map(({ name, colour }, i) => {
    const x = size.left + i * 70;
    return `<rect fill="${colour}" x="${x}" y="${y - 10}" width="10" height="10"/>${svgText(x + 15, y, name)}`;
  });
  const x = size.left + measures.length * 70;
  const line = `<line class="bound" x1="${x}" x2="${x + 18}" y1="${y - 5}" y2="${y - 5}"/>`;
  return [...entries, line, svgText(x + 24, y, 'no order has a lower mean')].join('\n');
}
