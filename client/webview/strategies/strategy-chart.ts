import type { StrategyName } from '../../../server/src/strategy/comparison';
import type { StrategyPoint } from '../../../server/src/sweep/strategies';
import { formatTime } from '../../../server/src/text/format';
import { axes, axisTitle, hatch } from '../charts/chart-parts';
import { dot, type Measure, polyline, type Shape, svg } from '../charts/chart-svg';
import { picture } from '../charts/chart-view';
import { columnOfLabels } from '../charts/side-labels';
import { type Compared, drawnAt, type ParetoPlot, paretoPlot } from './strategy-plot';

/** A drawn Pareto chart. */
export interface StrategyChart {
  readonly svg: SVGSVGElement;
  readonly plot: ParetoPlot;
  /** Marks a point, or none. */
  readonly mark: (point: StrategyPoint | undefined) => void;
}

/** The shape of each strategy's points; its colour says how prompts are served, a solid line that there is AFD. */
const shapes: Readonly<Record<StrategyName, Shape>> = {
  aggregated: 'circle',
  'prefill-decode': 'square',
  'aggregated-afd': 'triangle',
  'prefill-decode-afd': 'diamond',
};

const chosenSize = 6.5;

/** Throughput of all devices against tokens per second of one user: a frontier per strategy, and the objective on TPOT. */
export function strategyChart(compared: Compared, width: number, measure: Measure): StrategyChart {
  const left = Math.ceil(Math.max(...labelsAt(compared).map((label) => measure(label)))) + 12;
  const plot = paretoPlot(compared, { width, left });
  const group = svg('g', {});
  const drawing = picture(
    plot,
    hatch('over-objective'),
    overObjective(compared, plot, measure),
    axes(plot, plot.yText),
    axisTitle(plot, 'tokens/s of one user = 1 ÷ TPOT'),
    ...compared.series.map(({ strategy, points }) => frontier(strategy, points, plot)),
    chosenLabels(compared, plot, measure),
    ...chosenOf(compared).map(({ strategy, point }) =>
      strategyDot(strategy, plot.x(point.perUser), plot.y(point.throughput), chosenSize),
    ),
    group,
  );
  const mark = (point: StrategyPoint | undefined): void => {
    if (!point) {
      group.replaceChildren();
      return;
    }
    const [x, y] = [plot.x(point.perUser), plot.y(point.throughput)];
    const lines = svg('path', {
      class: 'crosshair',
      d: `M${x} ${plot.top}V${plot.bottom}M${plot.left} ${y}H${plot.right}`,
    });
    group.replaceChildren(lines, dot('ring', 'circle', x, y, chosenSize + 3));
  };
  return { svg: drawing, plot, mark };
}

/** How a strategy looks in the legend. */
export function strategySign(strategy: StrategyName): readonly SVGElement[] {
  return [svg('path', { class: lineClass(strategy), d: 'M1 8H23' }), strategyDot(strategy, 12, 8)];
}

function strategyDot(strategy: StrategyName, x: number, y: number, size = 3): SVGElement {
  return dot(`strategy-dot strategy-${strategy}`, shapes[strategy], x, y, size);
}

function lineClass(strategy: StrategyName): string {
  return `strategy-line strategy-${strategy}`;
}

/** The numbers at the y axis. */
function labelsAt(compared: Compared): readonly string[] {
  const { yTicks, yText } = paretoPlot(compared, { width: 400, left: 0 });
  return yTicks.values.map(yText);
}

function frontier(strategy: StrategyName, points: readonly StrategyPoint[], plot: ParetoPlot): SVGGElement {
  const places = points.map(({ perUser, throughput }) => [plot.x(perUser), plot.y(throughput)] as const);
  return svg(
    'g',
    {},
    polyline(lineClass(strategy), places),
    ...places.map(([x, y]) => strategyDot(strategy, x, y, 2.2)),
  );
}

/** The hatched region over the TPOT objective, and its label above. */
function overObjective({ objective }: Compared, plot: ParetoPlot, measure: Measure): SVGGElement {
  const group = svg('g', {});
  if (!objective) return group;
  const x = plot.x(objective.perUser);
  const text = `TPOT objective ${formatTime(objective.tpotSeconds, 's')}`;
  const half = measure(text) / 2;
  const middle = Math.max(plot.left + half, Math.min(x, plot.right - half));
  group.append(
    svg('rect', {
      fill: 'url(#over-objective)',
      x: plot.left,
      y: plot.top,
      width: x - plot.left,
      height: plot.bottom - plot.top,
    }),
    svg('path', { class: 'over-tpot-border', d: `M${x} ${plot.top - 4}V${plot.bottom}` }),
    svg('text', { class: 'over-tpot-label', x: middle, y: plot.top - 9, 'text-anchor': 'middle' }, text),
  );
  return group;
}

interface Chosen {
  readonly strategy: StrategyName;
  readonly name: string;
  readonly point: StrategyPoint;
}

function chosenOf({ series }: Compared): readonly Chosen[] {
  return series.flatMap(({ strategy, name, points }) =>
    points.filter((point) => point.chosen).map((point) => ({ strategy, name, point })),
  );
}

/** Names beside the chosen points, each with a line to its own. */
function chosenLabels(compared: Compared, plot: ParetoPlot, measure: Measure): SVGGElement {
  const group = svg('g', {});
  const labels = chosenOf(compared).map(({ strategy, name, point }) => ({
    strategy,
    name,
    x: plot.x(point.perUser),
    y: plot.y(point.throughput),
    width: measure(name, 600),
  }));
  const column = columnOfLabels(labels, {
    left: plot.left + 6,
    right: plot.right - 4,
    top: plot.top + 4,
    bottom: plot.bottom - 4,
    lineHeight: 17,
    drawn: (x) => drawnAt(compared, plot, x),
  });
  if (!column) return group;
  const isRight = column.side === 'right';
  labels.forEach(({ strategy, name, x, y }, index) => {
    const middle = column.middles[index]!;
    const place = { x: column.x, y: middle, dy: '0.35em', 'text-anchor': isRight ? 'start' : 'end' };
    group.append(
      svg('path', {
        class: `strategy-leader strategy-${strategy}`,
        d: `M${x} ${y}L${column.x + (isRight ? -4 : 4)} ${middle}`,
      }),
      svg('text', { class: 'chosen-label halo', ...place }, name),
    );
  });
  return group;
}
