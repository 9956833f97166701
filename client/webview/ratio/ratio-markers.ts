import { type Drawn, drawnText } from '../../../server/src/charts/drawn';
import { spreadLabels } from '../../../server/src/charts/label-layout';
import { drawMarks } from '../../../server/src/charts/marks';
import type { Plot } from '../../../server/src/charts/plot';
import { type PointedOut, pointedOut } from '../../../server/src/charts/sweep-marks';
import type { TheorySweep } from '../../../server/src/sweep/sweep';
import { formatPools } from '../../../server/src/text/format';
import type { Measure } from '../charts/chart';
import { isBest } from './verdict';

/** What is pointed out, the most important last, so that nothing hides it. */
function markersOf(sweep: TheorySweep): readonly PointedOut[] {
  const all = pointedOut(sweep);
  return [...all.filter(({ why }) => why === 'predicted'), ...all.filter(({ why }) => why !== 'predicted')];
}

/** Weight of the labels over marker lines, as in the style sheet. */
const labelWeight = 600;

/** Vertical lines at the configured and the best ratio, reaching up to a label where they have one. */
export function markerLines(sweep: TheorySweep, plot: Plot, hasLabels: boolean): readonly Drawn[] {
  const rules = markersOf(sweep).map(({ why, point }) => ({ kind: 'rule', of: why, x: point.ratio }) as const);
  return drawMarks(rules, plot, {
    rule: ({ of }) => ({ attributes: { class: `marker marker-${of}` }, above: hasLabels ? 4 : 0 }),
  });
}

/** What the lines stand for, above them; nothing where there is no room. */
export function markerLabels(sweep: TheorySweep, plot: Plot, measure: Measure): readonly Drawn[] {
  const words = {
    configured: isBest(sweep) ? 'configured and best' : 'configured',
    best: 'best',
    predicted: 'predicted',
  };
  const labels = markersOf(sweep).map(({ why, point }) => {
    const text = `${words[why]} ${formatPools(point)}`;
    return { why, text, centre: plot.x.at(point.ratio), width: measure(text, labelWeight) };
  });
  const centres = spreadLabels(labels, plot.left, plot.right, 14) ?? [];
  return centres.map((centre, index) => {
    const { why, text } = labels[index]!;
    return drawnText(centre, plot.top - 9, text, { class: `marker-label marker-${why}` }, 'middle');
  });
}

/** Points on the theory at the configured and the best ratio. */
export function markerDots(sweep: TheorySweep, plot: Plot): readonly Drawn[] {
  const points = markersOf(sweep).map(({ why, point }) => {
    const places = [{ x: point.ratio, y: point.throughput }];
    return { kind: 'points', of: why, shape: 'circle', places } as const;
  });
  return drawMarks(points, plot, {
    points: ({ of }) => ({ attributes: { class: `marker-dot marker-${of}` }, size: 5 }),
  });
}
