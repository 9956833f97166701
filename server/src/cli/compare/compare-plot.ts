import { axisFromZero } from '../../charts/axis';
import { drawnXAxis, drawnYAxis, xTitle, yTitle } from '../../charts/draw-axes';
import { type Drawn, drawn, drawnText, type Place } from '../../charts/drawn';
import { drawMarks, type Look, type Looks } from '../../charts/marks';
import type { Plot } from '../../charts/plot';
import { dot } from '../../charts/shapes';
import { type Compared, chosenMarks, frontierMarks, objectiveMarks, strategyShapes } from '../../charts/strategy-marks';
import type { StrategyName } from '../../strategy/comparison';
import { strategyCurves } from '../../sweep/strategy-series';
import { formatCounted, formatTime, plainWord } from '../../text/format';
import { axesLook, colours, stacked, svgFile, svgPage } from '../svg';
import type { StrategiesReport } from './compare-report';

const size = { width: 720, height: 460 };
const box = { left: 84, right: 690, top: 86, bottom: 408 };

const style = `
  .chart .line { fill: none; stroke-width: 1.5; }
  .chart .best { stroke: var(--ink); stroke-width: 2; }
  .chart .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
  .chart .missed { fill: var(--quiet); fill-opacity: 0.1; }
`;

const strategyColours: Readonly<Record<StrategyName, string>> = {
  aggregated: colours[0],
  'prefill-decode': colours[1],
  'aggregated-afd': colours[2],
  'prefill-decode-afd': colours[3],
};

const looks: Looks<StrategyName> = {
  line: ({ of }) => ({ attributes: { class: 'line', stroke: strategyColours[of] } }),
  points: ({ of, isChosen }): Look => {
    const fill = strategyColours[of];
    return isChosen ? { attributes: { class: 'best', fill }, size: 6.5 } : { attributes: { fill } };
  },
};

/** System throughput against tokens per second per user, a panel for each, as an SVG file that needs nothing else. */
export function comparePlotSvg(file: string, compared: readonly StrategiesReport[]): string {
  const { width, height } = size;
  const whole = { width, height: height * compared.length };
  return svgFile(`Serving strategies: ${file}`, whole, stacked(compared.map(panel), height), style);
}

/** The plot of a comparison as a page of HTML. */
export function comparePlotHtml(file: string, compared: readonly StrategiesReport[]): string {
  return svgPage(file, comparePlotSvg(file, compared));
}

function panel({ deployment, question, comparison }: StrategiesReport): readonly Drawn[] {
  const curves = strategyCurves(question, comparison);
  const plot = plotOf(curves);
  const name = plainWord(deployment.name ?? 'deployment');
  return [
    drawnText(box.left, 24, `${name}: ${formatCounted(question.devices, 'device')}`, { class: 'title' }),
    ...legend(curves, question.objectives.ttft),
    ...drawMarks(objectiveMarks(curves), plot, {
      region: () => ({ attributes: { class: 'missed' } }),
      rule: () => ({ attributes: { class: 'limit' } }),
    }),
    ...objectiveLabel(curves, plot),
    ...drawnYAxis(plot, axesLook),
    ...drawnXAxis(plot, axesLook),
    xTitle(plot, 'tokens/s per user', { class: 'quiet' }),
    yTitle(plot, 18, 'tokens/s of all devices', { class: 'quiet' }),
    ...drawMarks(curves.series.flatMap(frontierMarks), plot, looks),
    ...drawMarks(chosenMarks(curves), plot, looks),
  ];
}

function plotOf({ series, objective }: Compared): Plot {
  const points = series.flatMap((each) => each.points);
  const speeds = points.map(({ perUser }) => perUser);
  const throughputs = points.map(({ throughput }) => throughput);
  return {
    ...size,
    ...box,
    x: axisFromZero([...speeds, objective?.perUser ?? 0], [box.left, box.right]),
    y: axisFromZero(throughputs, [box.bottom, box.top]),
  };
}

/** What the end of the region is left of which a user gets fewer tokens than asked for. */
function objectiveLabel({ objective }: Compared, { x: axis, top, right }: Plot): readonly Drawn[] {
  if (!objective) return [];
  const x = axis.at(objective.perUser);
  const words = `TPOT ${formatTime(objective.tpotSeconds, 's')}`;
  return [x > right - 90 ? drawnText(x - 6, top + 14, words, {}, 'end') : drawnText(x + 6, top + 14, words)];
}

/** Names of the curves in one row, what holds of the points in the next. */
function legend({ series }: Compared, ttft: number | undefined): readonly Drawn[] {
  const { left } = box;
  const [names, signs] = [48, 68];
  const starts = [0, 190, 305, 440];
  const sign = (strategy: StrategyName, place: Place): Drawn =>
    dot(strategyShapes[strategy], place, 4.5, { fill: strategyColours[strategy] });
  const entries = series.flatMap(({ strategy, name }, index) => {
    const x = left + 5 + starts[index]!;
    return [sign(strategy, { x, y: names - 4 }), drawnText(x + 10, names, name)];
  });
  const kept = ttft === undefined ? '' : `; all points keep TTFT ${formatTime(ttft, 's')}`;
  return [
    ...entries,
    drawn('circle', { class: 'best', fill: 'none', cx: left + 5, cy: signs - 4, r: 5.5 }),
    drawnText(left + 15, signs, `large: the best within the objectives${kept}`),
  ];
}
