import { formatCount } from '../../text/format';
import { standing, summarize } from '../../wording/summary';
import type { DeploymentDiff, DiffReport } from './diff-report';
import type { DiffRow, DiffRowKey } from './diff-rows';
import type { DiffSide } from './diff-side';

/** Most other figures that are named when neither pools nor throughput changed. */
const mostOthers = 3;

/** A smaller change of the throughput would read `+0.0 %`. */
const leastShare = 0.0005;

/**
 * A difference in one line, without the deployment's name: `4A:1F -> 10A:1F, +11 % tokens/s per worker, +145 % of the
 * whole bundle, 5 -> 11 workers`. May hold words of the user's files.
 */
export function headline({ change, before, after, rows }: DeploymentDiff): string {
  if (!before || !after) {
    const { deployment, evaluation } = (after ?? before)!;
    return `${change}, ${summarize(deployment, evaluation)}`;
  }
  const parts = [...throughputParts(before, after, rows), ...workersPart(before, after)];
  const others = rows.filter(({ key, decides }) => decides && key !== 'pools' && key !== 'status');
  const shown = parts.length > 0 ? parts : others.slice(0, mostOthers).map(rowPart);
  return [poolsPart(before, after), ...shown].join(', ');
}

/** How many deployments differ: `2 deployments changed, 1 added`. */
export function counted({ deployments }: DiffReport): string {
  const parts = (['changed', 'added', 'removed'] as const).flatMap((change) => {
    const count = deployments.filter((diff) => diff.change === change).length;
    return count === 0 ? [] : [{ count, change }];
  });
  return parts
    .map(({ count, change }, i) => {
      const noun = count === 1 ? ' deployment' : ' deployments';
      return `${formatCount(count)}${i === 0 ? noun : ''} ${change}`;
    })
    .join(', ');
}

/** The base for people: its name, and the commit unless that is its name. */
export function baseWords({ name, commit }: DiffReport['base'], code: (text: string) => string): string {
  return commit === undefined || commit.startsWith(name) ? code(name) : `${code(name)} (${code(commit.slice(0, 10))})`;
}

function poolsPart(before: DiffSide, after: DiffSide): string {
  const [was, is] = [poolsOf(before), poolsOf(after)];
  return was === is ? is : `${was} -> ${is}`;
}

function poolsOf({ deployment: { attention, ffn } }: DiffSide): string {
  return attention && ffn ? `${attention.workers}A:${ffn.workers}F` : 'pools unknown';
}

function throughputParts(before: DiffSide, after: DiffSide, rows: readonly DiffRow[]): readonly string[] {
  const [was, is] = [before.evaluation, after.evaluation];
  if (!is.sizing) return [was.sizing ? 'no longer evaluated' : 'not evaluated'];
  if (!was.sizing) return [`now evaluated: ${standing(is.sizing, is.memory)}`];
  const [own, whole] = [rowOf(rows, 'throughput'), rowOf(rows, 'bundleThroughput')];
  if (!own?.decides) return [];
  if (own.share === undefined) return ['throughput not comparable'];
  if (Math.abs(own.share) < leastShare) return [];
  const per = is.profile?.weighted ? 'unit of cost' : 'worker';
  if (whole?.change === own.change) return [`${own.change} tokens/s per ${per} and of the whole bundle`];
  const ofWhole = whole && whole.change !== '' ? [`${whole.change} of the whole bundle`] : [];
  return [`${own.change} tokens/s per ${per}`, ...ofWhole];
}

function workersPart(before: DiffSide, after: DiffSide): readonly string[] {
  const [was, is] = [workersOf(before), workersOf(after)];
  if (was === undefined || is === undefined || was === is) return [];
  return [`${formatCount(was)} -> ${formatCount(is)} workers`];
}

function workersOf({ deployment: { attention, ffn } }: DiffSide): number | undefined {
  return attention && ffn && attention.workers + ffn.workers;
}

function rowPart({ label, before = 'unknown', after = 'unknown' }: DiffRow): string {
  return `${label} ${before} -> ${after}`;
}

function rowOf(rows: readonly DiffRow[], key: DiffRowKey): DiffRow | undefined {
  return rows.find((row) => row.key === key);
}
