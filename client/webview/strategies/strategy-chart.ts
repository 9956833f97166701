import { xTitle } from '../../../server/src/charts/draw-axes';
import { type Drawn, drawn, drawnText } from '../../../server/src/charts/drawn';
import { drawMarks, type Looks } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import { columnOfLabels } from '../../../server/src/charts/side-labels';
import {
  type Compared,
  chosenMarks,
  frontierMarks,
  objectiveMarks,
  strategyShapes,
} from '../../../server/src/charts/strategy-marks';
import type { StrategyName } from '../../../server/src/strategy/comparison';
import type { StrategyPoint, StrategySeries } from '../../../server/src/sweep/strategies';
import { formatTime } from '../../../server/src/text/format';
import type { Measure } from '../charts/chart';
import { axes, type Chart, hatch, leftOf, picture, ring, yLabels } from '../charts/chart';
import { sign, signLine, signPoint } from '../charts/sign';
import { drawnAt, paretoPlot } from './strategy-plot';
import { legendText } from './strategy-text';

/** Sizes of points: of a frontier, of the best within the objectives, and in the legend. */
const sizes = { frontier: 2.2, chosen: 6.5, legend: 3 };

/** Colours say how prompts are served, a solid line that there is AFD. */
const looks: Looks<StrategyName> = {
  line: ({ of }) => ({ attributes: { class: `strategy-line strategy-${of}` } }),
  points: ({ of, isChosen }) => ({
    attributes: { class: `strategy-dot strategy-${of}` },
    size: isChosen ? sizes.chosen : sizes.frontier,
  }),
};

const signLooks: Looks<StrategyName> = { ...looks, points: (mark) => ({ ...looks.points!(mark), size: sizes.legend }) };

/** Throughput of all devices against tokens per second of one user: a frontier per strategy, and the objective on TPOT. */
export function strategyChart(compared: Compared, width: number, measure: Measure): Chart<StrategyPoint> {
  const left = leftOf(yLabels(paretoPlot(compared, { width: 400, left: 0 })), measure);
  const plot = paretoPlot(compared, { width, left });
  const drawing = picture(
    plot,
    hatch('over-objective'),
    ...drawMarks(objectiveMarks(compared), plot, {
      region: () => ({ attributes: { fill: 'url(#over-objective)' } }),
      rule: () => ({ attributes: { class: 'over-tpot-border' }, above: 4 }),
    }),
    ...objectiveLabel(compared, plot, measure),
    ...axes(plot),
    xTitle(plot, 'tokens/s of one user = 1 ÷ TPOT', { class: 'axis-title' }),
    ...drawMarks(compared.series.flatMap(frontierMarks), plot, looks),
    ...chosenLabels(compared, plot, measure),
    ...drawMarks(chosenMarks(compared), plot, looks),
  );
  return { drawing, plot, marked: (point) => crosshair(plot, point) };
}

/** What the chart shows. */
export function strategyLegend(series: readonly StrategySeries[]): readonly (readonly [sign: Drawn, text: string])[] {
  return series.map((each) => {
    const { strategy } = each;
    return [sign(signLooks, signLine(strategy), signPoint(strategy, strategyShapes[strategy])), legendText(each)];
  });
}

function crosshair(plot: Plot, { perUser, throughput }: StrategyPoint): readonly Drawn[] {
  const [x, y] = [plot.x.at(perUser), plot.y.at(throughput)];
  return [
    drawn('line', { class: 'crosshair', x1: x, x2: x, y1: plot.top, y2: plot.bottom }),
    drawn('line', { class: 'crosshair', x1: plot.left, x2: plot.right, y1: y, y2: y }),
    ring({ x, y }, sizes.chosen + 3),
  ];
}

/** What the region over the TPOT objective is, above its end. */
function objectiveLabel({ objective }: Compared, plot: Plot, measure: Measure): readonly Drawn[] {
  if (!objective) return [];
  const text = `TPOT objective ${formatTime(objective.tpotSeconds, 's')}`;
  const half = measure(text) / 2;
  const middle = Math.max(plot.left + half, Math.min(plot.x.at(objective.perUser), plot.right - half));
  return [drawnText(middle, plot.top - 9, text, { class: 'over-tpot-label' }, 'middle')];
}

/** Names beside the chosen points, each with a line to its own. */
function chosenLabels(compared: Compared, plot: Plot, measure: Measure): readonly Drawn[] {
  const labels = compared.series.flatMap(({ strategy, name, points }) =>
    points
      .filter(({ chosen }) => chosen)
      .map(({ perUser, throughput }) => {
        const place = { x: plot.x.at(perUser), y: plot.y.at(throughput) };
        return { strategy, name, ...place, width: measure(name, 600) };
      }),
  );
  const column = columnOfLabels(labels, {
    left: plot.left + 6,
    right: plot.right - 4,
    top: plot.top + 4,
    bottom: plot.bottom - 4,
    lineHeight: 17,
    drawn: (x) => drawnAt(compared, plot, x),
  });
  if (!column) return [];
  const isRight = column.side === 'right';
  return labels.flatMap(({ strategy, name, x, y }, index) => {
    const middle = column.middles[index]!;
    const end = { x2: column.x + (isRight ? -4 : 4), y2: middle };
    return [
      drawn('line', { class: `strategy-leader strategy-${strategy}`, x1: x, y1: y, ...end }),
      drawnText(column.x, middle, name, { class: 'chosen-label halo', dy: '0.35em' }, isRight ? 'start' : 'end'),
    ];
  });
}
