import type { StrategyPoint, StrategySeries } from '../../../server/src/sweep/strategies';
import type { ReadablePoints } from '../charts/point-reader';
import type { ShownChart } from '../charts/show-chart';
import { html } from '../elements/html';
import { firstRead, type Placed, placedAt, placedPoints, stepAmong } from './strategy-places';
import { strategyLines, strategySentence, strategyTitle } from './strategy-text';

/** The points of all strategies, to be read. */
export function strategyPoints(
  all: readonly StrategySeries[],
  { plot, mark }: ShownChart<StrategyPoint>,
): ReadablePoints {
  const placed = placedPoints(all);
  const start = firstRead(placed);
  return {
    count: placed.length,
    start,
    place: (_, index) => ({ x: plot.x.at(placed[index]!.point.perUser), top: plot.top, width: plot.width }),
    at: (_, x, y) => placedAt(placed, plot, x, y),
    step: (key, from) => {
      const to = stepAmong(all, key, from ?? start);
      return to === undefined || from !== undefined ? to : start;
    },
    mark: (index) => mark(index === undefined ? undefined : placed[index]?.point),
    card: (index) => card(placed[index]!),
    sentence: (index) => strategySentence(placed[index]!.series, placed[index]!.point),
  };
}

function card({ series, point }: Placed): readonly Node[] {
  const rows = strategyLines(point).map(([label, words]) =>
    html('tr', '', html('th', '', label), html('td', '', words)),
  );
  return [html('strong', '', strategyTitle(series, point)), html('table', 'plain', ...rows)];
}
