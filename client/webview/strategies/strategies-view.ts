import type { ComparedStrategies } from '../../../server/src/sweep/strategies';
import { legend } from '../charts/legend';
import { readPoints } from '../charts/point-reader';
import { showChart } from '../charts/show-chart';
import { textMeasure } from '../charts/text-measure';
import { html, withCode, withEmphasis } from '../elements/html';
import type { StrategiesState } from '../messages';
import { chartFigure } from '../page';
import { strategyChart, strategyLegend } from './strategy-chart';
import { strategyPoints } from './strategy-points';
import { strategyTable } from './strategy-table';

/** The tab of strategies. */
export interface StrategiesView {
  readonly panel: HTMLElement;
  /** Where the what-if controls go. */
  readonly controls: HTMLElement;
  readonly update: (state: StrategiesState) => void;
}

/** Builds the tab. `live` is read out, not seen. */
export function createStrategiesView(live: HTMLElement): StrategiesView {
  const problem = html('p', 'problem');
  problem.setAttribute('role', 'status');
  const verdict = html('p', 'verdict');
  verdict.setAttribute('aria-live', 'polite');
  const notes = html('ul', 'strategy-notes');
  const controls = html('div', 'controls-place');
  const status = html('p', 'status');
  status.setAttribute('role', 'status');
  const reading = 'left and right keys move along a strategy, up and down to another one';
  const [figure, chart] = chartFigure('Throughput', `Throughput against tokens per second of one user; ${reading}`);
  const table = html('div', 'scroll');
  table.tabIndex = 0;
  table.setAttribute('role', 'region');
  table.setAttribute('aria-label', 'Serving strategies');
  const layouts = html('p', 'layout-legend');
  const evidence = html('dl', 'evidence');
  const content = html('div', 'content', figure, table, layouts, evidence);
  const panel = html('section', '', problem, verdict, notes, controls, status, content);
  panel.id = 'strategies-panel';

  let shown: ComparedStrategies | undefined;
  const spoken = new Map<HTMLElement, string>();
  const showPoints = readPoints([chart], live);

  const draw = (): void => {
    if (!shown) return;
    figure.hidden = shown.series.length === 0;
    const width = chart.box.clientWidth;
    if (figure.hidden || width === 0) return;
    const drawn = showChart(chart, strategyChart(shown, width, textMeasure(chart.box)));
    showPoints(strategyPoints(shown.series, drawn));
  };
  const show = (compared: ComparedStrategies): void => {
    shown = compared;
    const isChosen = compared.series.some(({ points }) => points.some((point) => point.chosen));
    chart.unit.textContent = `tokens/s of all devices${isChosen ? '; large: the best within the objectives' : ''}`;
    chart.legend.replaceChildren(legend(strategyLegend(compared.series)));
    table.replaceChildren(strategyTable(compared.table));
    layouts.textContent = compared.legend.join(' ');
    evidence.replaceChildren(
      ...compared.evidence.flatMap(([name, words]) => [html('dt', '', name), html('dd', '', ...withCode(words))]),
    );
    draw();
  };
  new ResizeObserver(draw).observe(chart.box);
  // Fonts and sizes come with the theme, as attributes of the body.
  new MutationObserver(draw).observe(document.body, { attributes: true, attributeFilter: ['class'] });

  /** A live region that is written anew with the same words would be read out again. */
  const say = (region: HTMLElement, text: string): void => {
    if (spoken.get(region) !== text) region.replaceChildren(...withEmphasis(text));
    spoken.set(region, text);
  };

  return {
    panel,
    controls,
    update: ({ last, status: now }) => {
      const said = now.kind === 'none' ? now : last;
      say(problem, now.kind === 'problem' ? now.message : '');
      problem.hidden = now.kind !== 'problem';
      say(verdict, said?.headline ?? '');
      notes.replaceChildren(...(said?.notes ?? []).map((note) => html('li', '', ...withEmphasis(note))));
      say(status, now.kind === 'computing' ? 'Comparing strategies …' : '');
      const stale = now.kind === 'computing' || now.kind === 'problem';
      for (const each of [verdict, notes, content]) each.classList.toggle('stale', stale);
      content.hidden = last === undefined || now.kind === 'none';
      if (last && !content.hidden) show(last);
    },
  };
}
