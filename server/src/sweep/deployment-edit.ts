import { stepOf } from '../evaluation/sizing-limits';
import type { Deployment, Pool } from '../manifest/deployment';
import { durationText } from '../manifest/duration';
import type { Fact } from '../manifest/fact';
import { manifestKeys } from '../manifest/manifest-keys';
import { whyNotEditable } from '../manifest/resize';
import { formatCount, quote } from '../text/format';
import type { TextEdit, TextRange } from '../text/text-range';
import { quotesOf, yamlScalar } from '../text/yaml-scalar';
import { insertKey } from '../yaml/insert-key';
import { scalarEdits } from '../yaml/scalar-edit';
import { nodeAt, type TreeNode } from '../yaml/yaml-tree';
import { whatIfProblem } from './apply-what-if';
import { exactChangeProblem, type WantedValue } from './exact-change';
import type { DeploymentChange } from './sweep';

/** A value of the manifest: what it is, as written, and what it shall be. */
interface Value {
  readonly path: readonly string[];
  readonly fact: Fact<unknown> | undefined;
  readonly now: number | string | undefined;
  readonly wanted: number | string | undefined;
}

interface Write extends WantedValue {
  readonly fact: Fact<unknown> | undefined;
}

type Refused = { readonly problem: string };
type Outcome = { readonly edits: readonly TextEdit[] } | Refused;

/** Where a value that an anchor supplies is changed: where it is used, if it can be, or at the anchor. */
type WrittenAt = 'here' | 'anchor';

/** As in the manifest's schema. */
const mostWorkers = 100_000;

/** Why a change makes no sense for this deployment, whatever its text; undefined where it does. */
export function changeProblem({ attention, ffn }: Deployment, change: DeploymentChange): string | undefined {
  for (const [name, pool, workers] of [
    ['attention', attention, change.attention],
    ['ffn', ffn, change.ffn],
  ] as const) {
    if (workers === undefined || !pool) continue;
    const most = mostWorkers * pool.factor;
    if (!(Number.isInteger(workers) && workers >= 1 && workers <= most)) {
      return `The size of \`${name}\` must be a whole number from 1 to ${formatCount(most)}.`;
    }
    const step = stepOf(pool);
    if (workers % step !== 0) return `${workers} is no multiple of ${step} in \`${name}\`.`;
  }
  const problem = whatIfProblem(change);
  if (problem !== undefined) return problem;
  return change.tpotSeconds !== undefined && durationText(change.tpotSeconds) === undefined
    ? 'The TPOT objective is no time that a manifest can state.'
    : undefined;
}

/**
 * The edits that give a native deployment the wanted values and change nothing else: at the place of use where a value
 * comes from an anchor and can be overridden, else at the anchor; or why there are none. Empty where nothing changes.
 */
export function deploymentEdits(
  text: string,
  root: TreeNode,
  deployment: Deployment,
  change: DeploymentChange,
): Outcome {
  const problem = changeProblem(deployment, change) ?? notEditable(deployment, change);
  if (problem !== undefined) return { problem };
  const writes = writesOf(valuesOf(root, deployment, change));
  if (writes.length === 0) return { edits: [] };
  const at = (place: WrittenAt): Outcome => {
    const edits = editsOf(text, root, writes, place);
    if ('problem' in edits) return edits;
    const inexact = exactChangeProblem(text, root, edits, writes);
    return inexact === undefined ? { edits } : { problem: inexact };
  };
  const here = at('here');
  if (!('problem' in here)) return here;
  const atAnchor = at('anchor');
  return 'problem' in atAnchor ? here : atAnchor;
}

/** The sentence for a deployment of which nothing would change. */
export function nothingToChange({ name }: Deployment): string {
  return `${name ? quote(name) : 'The deployment'} has these values already.`;
}

/** Why the size of a pool that changes cannot be written, in a sentence; undefined where it can. */
export function notEditable({ attention, ffn }: Deployment, change: DeploymentChange): string | undefined {
  for (const [name, pool, workers] of [
    ['attention', attention, change.attention],
    ['ffn', ffn, change.ffn],
  ] as const) {
    if (!pool || workers === undefined || workers === pool.workers) continue;
    const why = whyNotEditable(pool);
    if (why !== undefined) return `The size of \`${name}\` is not edited: ${why}.`;
  }
  return undefined;
}

function valuesOf(root: TreeNode, deployment: Deployment, change: DeploymentChange): readonly Value[] {
  const { attention, ffn, batchSize, microbatches, latencyProfile, tpotSeconds: tpot } = deployment;
  const size = (name: string, pool: Pool | undefined, workers: number | undefined): readonly Value[] =>
    pool
      ? [
          {
            path: ['spec', name, pool.sizeKey],
            fact: pool.size,
            now: pool.size.value,
            wanted: workers === undefined ? undefined : workers / pool.factor,
          },
        ]
      : [];
  type Path = Parameters<typeof manifestKeys>[0];
  const plain = <T extends number | string>(path: Path, fact: Fact<T> | undefined, wanted?: T): Value => ({
    path: manifestKeys(path),
    fact,
    now: fact?.value,
    wanted,
  });
  const stated = nodeAt(root, manifestKeys('spec.slo.tpot'));
  const now = stated?.kind === 'scalar' && typeof stated.value === 'string' ? stated.value : undefined;
  const { tpotSeconds: seconds } = change;
  const same = seconds !== undefined && tpot !== undefined && Math.abs(seconds / tpot.value - 1) < 1e-12;
  const wanted = seconds === undefined ? undefined : same ? now : durationText(seconds, now);
  return [
    ...size('attention', attention, change.attention),
    ...size('ffn', ffn, change.ffn),
    plain('spec.attention.batchSize', batchSize, change.batchSize),
    plain('spec.microbatches', microbatches, change.microbatches),
    {
      path: manifestKeys('spec.latencyProfile'),
      fact: latencyProfile?.setIn === undefined ? latencyProfile : undefined,
      now: latencyProfile?.value,
      wanted: change.profile,
    },
    { path: manifestKeys('spec.slo.tpot'), fact: tpot, now, wanted },
  ];
}

/** What is to be written: the changed values, and those that an anchor would change with them. */
function writesOf(values: readonly Value[]): readonly Write[] {
  const changed = values.filter(({ now, wanted }) => wanted !== undefined && wanted !== now);
  const drawnAlong = values.filter(
    ({ fact, now, wanted }) =>
      fact?.shared &&
      (wanted === undefined || wanted === now) &&
      changed.some(({ fact: other }) => other && !other.shared && other.range.start === fact.range.start),
  );
  return [
    ...changed.map(({ path, fact, wanted }) => ({ path, fact, value: wanted! })),
    ...drawnAlong.map(({ path, fact, now }) => ({ path, fact, value: now! })),
  ];
}

function editsOf(
  text: string,
  root: TreeNode,
  writes: readonly Write[],
  place: WrittenAt,
): readonly TextEdit[] | Refused {
  const edits: TextEdit[] = [];
  /** Values that override the same alias of a map, which takes one edit. */
  const wraps = new Map<string, { readonly range: TextRange; entries: string }>();
  for (const { path, fact, value } of writes) {
    const key = path.at(-1)!;
    const override = place === 'here' ? fact?.shared?.override : undefined;
    if (!fact) {
      const edit = insertKey(text, root, path, value);
      if (!edit) return { problem: byHand(root, path, value) };
      edits.push(edit);
    } else if (override?.kind === 'wrap') {
      const { range, alias } = override;
      const wrap = wraps.get(`${range.start}`) ?? { range, entries: `<<: *${alias}` };
      wraps.set(`${range.start}`, { range, entries: `${wrap.entries}, ${key}: ${yamlScalar(value)}` });
    } else {
      const literal = yamlScalar(value, override ? '' : quotesOf(text.slice(fact.range.start)));
      edits.push(scalarEdits(fact.range, fact.shared, key, literal).at(override ? -1 : 0)!.edit);
    }
  }
  return joined([...edits, ...[...wraps.values()].map(({ range, entries }) => ({ range, newText: `{ ${entries} }` }))]);
}

function byHand(root: TreeNode, path: readonly string[], value: number | string): string {
  const key = path.at(-1)!;
  const owner = path.slice(0, -1).join('.');
  return nodeAt(root, path)
    ? `\`${key}\` under \`${owner}\` has a value that is not edited; change it to \`${value}\` by hand.`
    : `Add \`${key}: ${value}\` under \`${owner}\` by hand; it cannot be inserted safely.`;
}

/** Insertions at one place as one edit, in their order, and equal edits once. */
function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const places = new Map<string, TextEdit>();
  for (const edit of edits) {
    const { start, end } = edit.range;
    const isInsertion = start === end;
    const key = `${start}:${end}:${isInsertion ? '' : edit.newText}`;
    const before = isInsertion ? places.get(key) : undefined;
    places.set(key, before ? { ...edit, newText: before.newText + edit.newText } : edit);
  }
  return [...places.values()];
}
