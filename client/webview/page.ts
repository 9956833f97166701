import type { ChartBox } from './charts/point-reader';
import { html } from './elements/html';

/** The parts of the page that change: its head, and the tab of the ratio. */
export interface Page {
  readonly header: HTMLElement;
  readonly title: HTMLElement;
  readonly file: HTMLElement;
  readonly verdict: HTMLElement;
  readonly problem: HTMLElement;
  /** The tab's panel, and in it all that needs a sweep. */
  readonly panel: HTMLElement;
  readonly content: HTMLElement;
  /** Where the what-if controls go. */
  readonly controls: HTMLElement;
  readonly charts: HTMLElement;
  readonly throughput: ChartFigure;
  readonly idle: ChartFigure;
  readonly simulatedText: HTMLElement;
  readonly notes: HTMLElement;
  readonly figures: HTMLDetailsElement;
  readonly table: HTMLElement;
  /** Read out, not seen. */
  readonly live: HTMLElement;
}

export interface ChartFigure extends ChartBox {
  readonly unit: HTMLElement;
  readonly legend: HTMLElement;
}

/** Builds the head of the page and the tab of the ratio, around the line that tells how the simulation stands. */
export function buildPage(status: HTMLElement): Page {
  const title = html('h1');
  const file = html('span', 'file');
  const verdict = html('p', 'verdict');
  verdict.setAttribute('aria-live', 'polite');
  const problem = html('p', 'problem');
  problem.setAttribute('role', 'status');
  const overRatio = (title: string) =>
    chartFigure(title, `${title} against the ratio; arrow keys move along the points`);
  const [throughputFigure, throughput] = overRatio('Throughput');
  const [idleFigure, idle] = overRatio('Idle share of workers');
  const charts = html('div', 'charts', throughputFigure, idleFigure);
  const simulatedText = html('p', 'simulated-text');
  const notes = html('ul', 'notes');
  const table = html('div', 'scroll');
  table.tabIndex = 0;
  table.setAttribute('role', 'region');
  table.setAttribute('aria-label', 'All figures');
  const figures = html('details', 'all-figures', html('summary', '', 'All figures'), table);
  const live = html('div', 'only-read');
  live.setAttribute('aria-live', 'polite');
  const controls = html('div', 'controls-place');
  const content = html('div', 'content', controls, status, charts, simulatedText, notes, figures);
  const panel = html('section', '', problem, verdict, content);
  panel.id = 'ratio-panel';
  return {
    header: html('header', '', title, file),
    title,
    file,
    verdict,
    problem,
    panel,
    content,
    controls,
    charts,
    throughput,
    idle,
    simulatedText,
    notes,
    figures,
    table,
    live,
  };
}

/** A figure for a chart, its box telling `description` to who cannot see it. */
export function chartFigure(title: string, description: string): readonly [HTMLElement, ChartFigure] {
  const unit = html('span', 'unit');
  const legend = html('div');
  const box = html('div', 'chart');
  box.tabIndex = 0;
  box.setAttribute('role', 'application');
  box.setAttribute('aria-roledescription', 'chart');
  box.setAttribute('aria-label', description);
  const card = html('div', 'card');
  card.hidden = true;
  const caption = html('figcaption', '', html('h2', '', `${title} `, unit), legend);
  return [html('figure', '', caption, box), { box, card, unit, legend }];
}
