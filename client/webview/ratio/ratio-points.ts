import { isInside, nearestIndex } from '../../../server/src/charts/plot';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import type { ReadablePoints } from '../charts/point-reader';
import type { ShownChart } from '../charts/show-chart';
import { html } from '../elements/html';
import { stepAlong } from '../elements/key-steps';
import { pointLines, pointSentence, pointTitle, simulatedAt } from './point-text';

/** The theory's points, which both charts over the ratio share. */
export function ratioPoints(
  charts: readonly ShownChart<number>[],
  sweep: TheorySweep,
  simulated: SimulatedSweep | undefined,
): ReadablePoints {
  const { points, configured } = sweep;
  return {
    count: points.length,
    start:
      nearestIndex(
        points.map(({ ratio }) => ratio),
        configured.ratio,
      ) ?? 0,
    place: (chart, index) => {
      const { plot } = charts[chart]!;
      return { x: plot.x.at(points[index]!.ratio), top: plot.top, width: plot.width };
    },
    at: (chart, x, y) => {
      const { plot } = charts[chart]!;
      if (!isInside(plot, x, y)) return undefined;
      return nearestIndex(
        points.map(({ ratio }) => plot.x.at(ratio)),
        x,
      );
    },
    step: (key, from) => stepAlong(key, from, points.length),
    mark: (index) => {
      for (const chart of charts) chart.mark(index);
    },
    card: (index) => card(sweep, simulated, index),
    sentence: (index) => pointSentence(sweep, points[index]!, simulatedAt(simulated, points[index]!)),
  };
}

function card(sweep: TheorySweep, simulated: SimulatedSweep | undefined, index: number): readonly Node[] {
  const point = sweep.points[index]!;
  const measured = simulatedAt(simulated, point);
  const head = html('tr', '', html('td'), html('th', '', 'theory'), ...(measured ? [html('th', '', 'simulated')] : []));
  const rows = pointLines(sweep, point, measured).map(({ label, theory, simulated: figure }) =>
    html('tr', '', html('th', '', label), html('td', '', theory), ...(measured ? [html('td', '', figure)] : [])),
  );
  return [html('strong', '', pointTitle(point)), html('table', '', head, ...rows)];
}
