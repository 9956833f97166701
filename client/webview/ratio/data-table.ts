import { html } from '../elements/html';
import type { TableTexts } from './table-rows';

/** The data table: grouped headings, a row per point, its pools as the row's heading. */
export function dataTable({ groups, rows }: TableTexts): HTMLTableElement {
  const groupRow = html('tr');
  const columnRow = html('tr');
  const groupStarts = new Set<number>();
  let column = 0;
  for (const { title, columns } of groups) {
    groupStarts.add(column);
    column += columns.length;
    const group = title ? heading('colgroup', title) : html('td');
    group.colSpan = columns.length;
    group.className = 'group-start';
    groupRow.append(group);
    columns.forEach((name, index) => {
      const cell = heading('col', name);
      if (index === 0) cell.className = 'group-start';
      columnRow.append(cell);
    });
  }
  const body = rows.map(({ marks, cells }) => {
    const [pools = '', ...others] = cells;
    const head = heading('row', pools);
    if (marks.length > 0) head.append(' ', html('span', 'mark', marks.join(', ')));
    const figures = others.map((text, index) => html('td', groupStarts.has(index + 1) ? 'group-start' : '', text));
    return html('tr', marks.length > 0 ? 'marked' : '', head, ...figures);
  });
  const caption = html('caption', 'only-read', 'All figures, a row per ratio');
  return html('table', 'figures', caption, html('thead', '', groupRow, columnRow), html('tbody', '', ...body));
}

function heading(scope: string, text: string): HTMLTableCellElement {
  const cell = html('th', '', text);
  cell.scope = scope;
  return cell;
}
