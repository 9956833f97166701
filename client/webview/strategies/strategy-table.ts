import type { StrategyTable } from '../../../server/src/sweep/strategies';
import { html } from '../elements/html';

/** A row per strategy; under its name what it deploys. The last column is words. */
export function strategyTable({ headers, rows }: StrategyTable): HTMLTableElement {
  const head = headers.map((title) => {
    const cell = html('th', '', title);
    cell.scope = 'col';
    return cell;
  });
  const body = rows.map(({ cells: [name = '', ...others], feasible, best, layout }) => {
    const heading = html('th', '', name);
    heading.scope = 'row';
    if (best) heading.append(' ', html('span', 'mark', 'best'));
    heading.append(...layout.map((line) => html('div', 'layout', line)));
    const className = [best ? 'marked' : '', feasible ? '' : 'infeasible'].filter(Boolean).join(' ');
    return html('tr', className, heading, ...others.map((text) => html('td', '', text)));
  });
  const caption = html('caption', 'only-read', 'Serving strategies, each at its best');
  return html(
    'table',
    'figures strategies',
    caption,
    html('thead', '', html('tr', '', ...head)),
    html('tbody', '', ...body),
  );
}
