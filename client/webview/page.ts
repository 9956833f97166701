import { html } from './chart-svg';
import type { ChartBox } from './point-reader';

/** The parts of the page that change. */
export interface Page {
  readonly title: HTMLElement;
  readonly file: HTMLElement;
  readonly verdict: HTMLElement;
  readonly problem: HTMLElement;
  /** All that needs a sweep. */
  readonly content: HTMLElement;
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

/** Builds the page around its two interactive parts. */
export function buildPage(root: HTMLElement, controls: HTMLElement, status: HTMLElement): Page {
  const title = html('h1');
  const file = html('span', 'file');
  const verdict = html('p', 'verdict');
  verdict.setAttribute('aria-live', 'polite');
  const problem = html('p', 'problem');
  problem.setAttribute('role', 'status');
  const [throughputFigure, throughput] = chartFigure('Throughput');
  const [idleFigure, idle] = chartFigure('Idle share of workers');
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
  const content = html('div', 'content', controls, status, charts, simulatedText, notes, figures);
  root.replaceChildren(html('header', '', title, file), problem, verdict, content, live);
  return {
    title,
    file,
    verdict,
    problem,
    content,
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

function chartFigure(title: string): readonly [HTMLElement, ChartFigure] {
  const unit = html('span', 'unit');
  const legend = html('div');
  const box = html('div', 'chart');
  box.tabIndex = 0;
  box.setAttribute('role', 'application');
  box.setAttribute('aria-roledescription', 'chart');
  box.setAttribute('aria-label', `${title} against the ratio; arrow keys move along the points`);
  const card = html('div', 'card');
  card.hidden = true;
  const caption = html('figcaption', '', html('h2', '', `${title} `, unit), legend);
  return [html('figure', '', caption, box), { box, card, unit, legend }];
}
