import type { TheoryPoint, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatPools, formatTime } from '../../../server/src/text/format';
import { regimeWords } from '../../../server/src/text/words';
import type { Interval } from '../ratio/point-text';
import { type RatioRange, rangesOverLimit, regimeRanges } from '../ratio/ratio-ranges';
import { isBest, shortRegimeWords } from '../ratio/verdict';
import { dot, intervalBar, type Measure, svg } from './chart-svg';
import { spreadLabels } from './label-layout';
import { intervalEnds, type Plot } from './plot';

/** Pattern of the region over the TPOT objective; one per picture, since ids belong to the document. */
export function hatch(id: string): SVGDefsElement {
  return svg(
    'defs',
    {},
    svg(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('line', { class: 'hatch', x1: 3, y1: 0, x2: 3, y2: 6 }),
    ),
  );
}

/** The regimes as background bands. */
export function regimeBands(sweep: TheorySweep, plot: Plot): SVGGElement {
  const ranges = regimeRanges(sweep.points);
  const bands = ranges.map((range, index) => {
    const [from, to] = edges(range, plot, index === 0, index === ranges.length - 1);
    return svg('rect', {
      class: `regime regime-${range.regime}`,
      x: from,
      y: plot.top,
      width: Math.max(0, to - from),
      height: plot.bottom - plot.top,
    });
  });
  const borders = ranges
    .slice(1)
    .map(({ from }) => svg('path', { class: 'regime-border', d: `M${plot.x(from)} ${plot.top}V${plot.bottom}` }));
  return svg('g', {}, ...bands, ...borders);
}

/** A label for each regime at the top of its band, shorter where room is scarce. */
export function regimeLabels(sweep: TheorySweep, plot: Plot, measure: Measure): SVGGElement {
  const ranges = regimeRanges(sweep.points);
  const laidOut = [regimeWords, shortRegimeWords].flatMap((words) => {
    const labels = ranges.map((range, index) => {
      const [from, to] = edges(range, plot, index === 0, index === ranges.length - 1);
      const text = words[range.regime];
      return { text, regime: range.regime, centre: (from + to) / 2, width: measure(text) };
    });
    const centres = spreadLabels(labels, plot.left + 4, plot.right - 4, 10);
    return centres ? [labels.map((label, index) => ({ ...label, centre: centres[index]! }))] : [];
  })[0];
  const texts = (laidOut ?? []).map(({ text, regime, centre }) =>
    svg(
      'text',
      { class: `regime-label regime-label-${regime}`, x: centre, y: plot.top + 15, 'text-anchor': 'middle' },
      text,
    ),
  );
  return svg('g', {}, ...texts);
}

/** The hatched region over the TPOT objective, with its label unless that is left out. */
export function overTpotRegion(
  sweep: TheorySweep,
  plot: Plot,
  pattern: string,
  measure: Measure | undefined,
): SVGGElement {
  const { points, tpotLimit, timeUnit, inputs } = sweep;
  const group = svg('g', {});
  if (typeof tpotLimit !== 'number') return group;
  const last = points.at(-1)?.ratio;
  for (const range of rangesOverLimit(points, tpotLimit)) {
    const [from, to] = edges(range, plot, range.from === points[0]?.ratio, range.to === last);
    const box = { x: from, y: plot.top, width: Math.max(0, to - from), height: plot.bottom - plot.top };
    group.append(
      svg('rect', { fill: `url(#${pattern})`, ...box }),
      svg('path', { class: 'over-tpot-border', d: `M${from} ${plot.top}V${plot.bottom}` }),
    );
    if (!measure) continue;
    const objective =
      inputs.tpotSeconds === null ? formatTime(tpotLimit, timeUnit) : formatTime(inputs.tpotSeconds, 's');
    const text = `over the TPOT objective ${objective}`;
    const x = Math.max(plot.left + 6, Math.min(from + 6, plot.right - 6 - measure(text)));
    group.append(svg('text', { class: 'over-tpot-label halo', x, y: plot.bottom - 18 }, text));
  }
  return group;
}

/** The plot's ends stand for the ends of the outermost ranges, so that no strip stays empty. */
function edges({ from, to }: RatioRange, plot: Plot, first: boolean, last: boolean): readonly [number, number] {
  return [first ? plot.left : plot.x(from), last ? plot.right : plot.x(to)];
}

/** Grid lines, both axes and their numbers. */
export function axes(plot: Plot, yText: (value: number) => string): SVGGElement {
  const { left, right, bottom, x, y, xTicks, xText, yTicks } = plot;
  const rows = yTicks.values.flatMap((value) => [
    svg('path', { class: 'grid', d: `M${left} ${y(value)}H${right}` }),
    svg('text', { class: 'tick', x: left - 8, y: y(value), 'text-anchor': 'end', dy: '0.35em' }, yText(value)),
  ]);
  const columns = xTicks.flatMap((value) => [
    svg('path', { class: 'axis', d: `M${x(value)} ${bottom}v4` }),
    svg('text', { class: 'tick', x: x(value), y: bottom + 17, 'text-anchor': 'middle' }, xText(value)),
  ]);
  return svg('g', {}, ...rows, svg('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }), ...columns);
}

/** The name of the x axis, under its numbers. */
export function axisTitle(plot: Plot, text: string): SVGTextElement {
  const middle = (plot.left + plot.right) / 2;
  return svg('text', { class: 'axis-title', x: middle, y: plot.bottom + 36, 'text-anchor': 'middle' }, text);
}

/** The ratios within 1 % of the best, as a bar on the x axis. */
export function bestBand({ band }: TheorySweep, plot: Plot): SVGGElement {
  if (!band) return svg('g', {});
  const middle = (plot.x(band.low) + plot.x(band.high)) / 2;
  const half = Math.max(4, (plot.x(band.high) - plot.x(band.low)) / 2);
  return svg(
    'g',
    {},
    svg('rect', { class: 'best-band', x: middle - half, y: plot.bottom - 6, width: 2 * half, height: 6 }),
  );
}

interface Marker {
  readonly className: string;
  readonly text: string;
  readonly ratio: number;
  readonly throughput: number;
}

/** The configured and the best ratio, and the predicted one where that is another: slo.tpot may forbid it. */
function markersOf(sweep: TheorySweep): readonly Marker[] {
  const { configured, recommended, predicted } = sweep;
  const words = isBest(sweep) ? 'configured and best' : 'configured';
  const marker = (point: TheoryPoint, className: string, word: string): Marker => ({
    className,
    text: `${word} ${formatPools(point)}`,
    ratio: point.ratio,
    throughput: point.throughput,
  });
  const shown = recommended ?? configured;
  const other = predicted.attention !== shown.attention || predicted.ffn !== shown.ffn;
  return [
    ...(other ? [marker(predicted, 'marker-predicted', 'predicted')] : []),
    marker(configured, 'marker-configured', words),
    ...(recommended ? [marker(recommended, 'marker-best', 'best')] : []),
  ];
}

/** Weight of the labels over marker lines, as in the style sheet. */
const labelWeight = 600;

/** Vertical lines at the configured and the best ratio; with labels above them where `measure` is given. */
export function markerLines(sweep: TheorySweep, plot: Plot, measure: Measure | undefined): SVGGElement {
  const markers = markersOf(sweep);
  const labels = markers.map(({ text, ratio }) => ({
    centre: plot.x(ratio),
    width: measure?.(text, labelWeight) ?? 0,
  }));
  const centres = measure && spreadLabels(labels, plot.left, plot.right, 14);
  return svg(
    'g',
    {},
    ...markers.flatMap(({ className, text, ratio }, index) => {
      const line = svg('path', {
        class: `marker ${className}`,
        d: `M${plot.x(ratio)} ${plot.top - (measure ? 4 : 0)}V${plot.bottom}`,
      });
      if (!centres) return [line];
      const place = { x: centres[index]!, y: plot.top - 9, 'text-anchor': 'middle' };
      return [line, svg('text', { class: `marker-label ${className}`, ...place }, text)];
    }),
  );
}

/** Points on the theory at the configured and the best ratio. */
export function markerDots(sweep: TheorySweep, plot: Plot): SVGGElement {
  const dots = markersOf(sweep).map(({ className, ratio, throughput }) =>
    dot(`marker-dot ${className}`, 'circle', plot.x(ratio), plot.y(throughput), 5),
  );
  return svg('g', {}, ...dots);
}

/** How a simulated point looks: class, shape and size of the dot at its mean. */
export interface PointLook {
  readonly className: string;
  readonly shape: 'circle' | 'square';
  readonly size?: number;
}

/** A simulated point: a dot at its mean, and behind it the bar of its interval where that is known. */
export function measuredPoint(
  plot: Plot,
  ratio: number,
  estimate: Interval,
  { className, shape, size }: PointLook,
): readonly SVGElement[] {
  const x = plot.x(ratio);
  const [low, high] = intervalEnds(estimate);
  const bar = low === undefined || high === undefined ? [] : [intervalBar('interval', x, plot.y(low), plot.y(high))];
  return [...bar, dot(className, shape, x, plot.y(estimate.mean), size)];
}
