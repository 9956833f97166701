/**
 * A derivation ready to be rendered: what is wrong and what to do, a small table, why, and on what evidence.
 * Texts may carry Markdown emphasis and code spans; words of the user's files only inside code spans.
 */
export interface Explanation {
  readonly headline: string;
  readonly table:
    | {
        readonly header: readonly [string, string, string];
        readonly rows: readonly (readonly [string, string, string])[];
      }
    | undefined;
  readonly derivation: readonly string[];
  readonly evidence: readonly string[];
}

/** The explanation as Markdown, readable as plain text too. */
export function renderMarkdown({ headline, table, derivation, evidence }: Explanation): string {
  const parts = [headline];
  if (table) {
    // A time stays with its unit on one line.
    const row = ([what, time, note]: readonly [string, string, string]) =>
      `| ${what} | ${time.replaceAll(' ', '\u00a0')} | ${note} |`;
    parts.push([row(table.header), '|:---|---:|:---|', ...table.rows.map(row)].join('\n'));
  }
  if (derivation.length > 0) parts.push(derivation.join('  \n'));
  if (evidence.length > 0) parts.push(evidence.join('  \n'));
  return parts.join('\n\n');
}

/** The explanation as plain text for a terminal. */
export function renderText({ headline, table, derivation, evidence }: Explanation): string {
  const parts = [headline];
  if (table) {
    const width = (column: 0 | 1) => Math.max(...table.rows.map((row) => row[column].length));
    parts.push(
      table.rows
        .map(([stage, time, note]) => `  ${stage.padEnd(width(0))}  ${time.padStart(width(1))}  ${note}`)
        .join('\n'),
    );
  }
  if (derivation.length > 0) parts.push(derivation.map((line) => `  ${line}`).join('\n'));
  if (evidence.length > 0) parts.push(evidence.map((line) => `  ${line}`).join('\n'));
  return parts.join('\n\n').replaceAll(/\*\*|`/g, '');
}
