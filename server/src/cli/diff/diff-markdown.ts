import { formatCounted } from '../../text/format';
import { markdownCode, markdownMessage, markdownText } from '../check/formats/markdown-text';
import { baseWords, counted, headline } from './diff-headline';
import { type DeploymentDiff, type DiffReport, whyNotEvaluated } from './diff-report';
import type { DiffRowKey } from './diff-rows';
import { codeList } from './diff-text';

/** GitHub takes comments of 65,536 characters. */
const mostCharacters = 65_000;

/** Room for the sentences that say what was left out. */
const noteRoom = 400;

/** How much of it the overview may take; what is left is for the details. */
const overviewShare = 0.5;

const columns: readonly (readonly [string, DiffRowKey])[] = [
  ['Workers', 'pools'],
  ['Ratio', 'ratio'],
  ['Throughput', 'throughput'],
  ['Of the whole bundle', 'bundleThroughput'],
  ['TPOT', 'tpot'],
  ['Optimum', 'optimum'],
];

/**
 * What changed, for a comment in a pull request, of at most 65,000 characters; empty when nothing did. The comment in its
 * first line tells it apart from others.
 */
export function diffMarkdown(report: DiffReport): string {
  const { base, deployments } = report;
  if (deployments.length === 0) return '';
  const title = `<!-- afd-lens diff -->\n### AFD Lens: ${counted(report)}, compared with ${baseWords(base, markdownCode)}`;
  const header = [
    `| Deployment | ${columns.map(([label]) => label).join(' | ')} |`,
    `|:--|${columns.map(() => ':--').join('|')}|`,
  ].join('\n');
  let room = mostCharacters - title.length - header.length - noteRoom;
  const rows = thatFit(deployments.map(overviewRow), room * overviewShare);
  room -= lengthOf(rows);
  const details = thatFit(deployments.map(detail), room);
  const shownRows = rows.length > 0 ? [`${header}\n${rows.join('\n')}`] : [];
  return `${[title, ...shownRows, ...leftOut(deployments.length, rows.length, details.length), ...details].join('\n\n')}\n`;
}

function overviewRow({ title, file, previousFile, change, rows }: DeploymentDiff): string {
  const place =
    previousFile === undefined ? markdownCode(file) : `${markdownCode(previousFile)} -> ${markdownCode(file)}`;
  const name = title === file ? place : `${markdownCode(title)}<br>${place}`;
  const cells = columns.map(([, key]) => {
    const row = rows.find((candidate) => candidate.key === key);
    if (!row) return '';
    const values = [row.before, row.after].map((value) => markdownText(value ?? 'unknown'));
    if (change !== 'changed') return values[change === 'added' ? 1 : 0]!;
    return values[0] === values[1] ? values[0]! : `${values.join(' -> ')}${row.change && `<br>${row.change}`}`;
  });
  return `| ${[change === 'changed' ? name : `${name}<br>${change}`, ...cells].join(' | ')} |`;
}

function detail(diff: DeploymentDiff): string {
  const { title, before, after, rows, findings } = diff;
  const table = [
    '| | Before | After | Change |',
    '|:--|:--|:--|:--|',
    ...rows.map((row) => {
      const cells = [row.label, row.before ?? '', row.after ?? '', row.change];
      return `| ${cells.map(markdownText).join(' | ')} |`;
    }),
  ].join('\n');
  const notes = [
    ...(before ? whyNotEvaluated(before).map((reason) => `- before, not evaluated: ${markdownMessage(reason)}`) : []),
    ...(after ? whyNotEvaluated(after).map((reason) => `- after, not evaluated: ${markdownMessage(reason)}`) : []),
    ...(findings.appeared.length > 0 ? [`- new findings: ${codeList(findings.appeared)}`] : []),
    ...(findings.gone.length > 0 ? [`- findings gone: ${codeList(findings.gone)}`] : []),
  ];
  const summary = `<summary>${markdownCode(title)}: ${markdownMessage(headline(diff))}</summary>`;
  const parts = [`<details>${summary}`, table, ...(notes.length > 0 ? [notes.join('\n')] : []), '</details>'];
  return parts.join('\n\n');
}

function leftOut(all: number, rows: number, details: number): readonly string[] {
  const rest = (shown: number) => formatCounted(all - shown, 'deployment');
  return [
    ...(rows < all ? [`The table leaves out ${rest(rows)}; \`afd-lens diff\` lists all.`] : []),
    ...(details < all ? [`The details leave out ${rest(details)}; \`afd-lens diff\` shows all.`] : []),
  ];
}

/** The first parts that have room together, with a blank line between them. */
function thatFit(parts: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = parts.findIndex((part) => {
    used += part.length + 2;
    return used > room;
  });
  return end === -1 ? parts : parts.slice(0, end);
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + 2, 0);
}
