import type { Deployment, Fact, Pool } from '../manifest/deployment';
import { readNativeManifest } from '../manifest/dialects/native';
import { parseDuration } from '../manifest/duration';
import { quote } from '../text/format';
import { scalarEdits } from '../yaml/scalar-edit';
import { applyEdits, type TextEdit } from '../yaml/text-range';
import { parseYaml } from '../yaml/yaml-document';
import { entryOf, ownKey, type TreeNode } from '../yaml/yaml-tree';

/** Values to write into a manifest; absent ones stay as they are. */
export interface DeploymentChange {
  readonly attention?: number;
  readonly ffn?: number;
  readonly batchSize?: number;
  readonly microbatches?: number;
  readonly profile?: string;
  readonly tpotSeconds?: number;
}

type Refused = { readonly problem: string };

/** A value to write: over a scalar that is there, or as a new key of `spec`. */
interface Write {
  readonly fact: Pick<Fact<unknown>, 'range' | 'shared'> | undefined;
  readonly key: string;
  readonly literal: string;
  /** The line to insert where there is no such key. */
  readonly line?: string;
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
): { readonly edits: readonly TextEdit[] } | Refused {
  const edits: TextEdit[] = [];
  for (const write of writesOf(deployment, change)) {
    if ('problem' in write) return write;
    const edit = write.fact ? overwrite(write) : insertion(text, root, write.line ?? `${write.key}: ${write.literal}`);
    if (edit === undefined)
      return {
        problem: `Add \`${write.line ?? `${write.key}: ${write.literal}`}\` under \`spec\` by hand; it cannot be inserted safely.`,
      };
    edits.push(edit);
  }
  const joined = joinInsertions(edits);
  return joined.length === 0 || holds(text, root, joined, deployment, change)
    ? { edits: joined }
    : { problem: 'The values cannot be written without changing something else, such as another use of an anchor.' };
}

/** The values as the manifest would write them, for the clipboard. */
export function deploymentSnippet(deployment: Deployment, change: DeploymentChange): string {
  const { attention, ffn } = deployment;
  const batchSize = change.batchSize ?? deployment.batchSize?.value;
  const microbatches = change.microbatches ?? deployment.microbatches?.value;
  const tpot = change.tpotSeconds ?? deployment.tpotSeconds?.value;
  const profile = change.profile ?? deployment.latencyProfile?.value;
  const pool = (of: Pool, workers: number, more: string): string => {
    const tensor = of.factor === 1 ? '' : `, tensorParallel: ${of.factor}`;
    return `{ ${of.sizeKey}: ${workers / of.factor}${tensor}${more} }`;
  };
  return [
    ...(profile === undefined ? [] : [`latencyProfile: ${plainOrQuoted(profile)}`]),
    `attention: ${pool(attention!, change.attention ?? attention!.workers, batchSize === undefined ? '' : `, batchSize: ${batchSize}`)}`,
    `ffn: ${pool(ffn!, change.ffn ?? ffn!.workers, '')}`,
    ...(microbatches === undefined ? [] : [`microbatches: ${microbatches}`]),
    ...(tpot === undefined ? [] : [`slo: { tpot: ${milliseconds(tpot)} }`]),
    '',
  ].join('\n');
}

function writesOf(deployment: Deployment, change: DeploymentChange): readonly (Write | Refused)[] {
  const { attention, ffn, batchSize, microbatches, latencyProfile, tpotSeconds } = deployment;
  const writes: (Write | Refused)[] = [];
  for (const [pool, workers, name] of [
    [attention, change.attention, 'attention'],
    [ffn, change.ffn, 'ffn'],
  ] as const) {
    if (!pool || workers === undefined || workers === pool.workers) continue;
    if (pool.notEditable) writes.push({ problem: `The size of \`${name}\` is not edited: ${pool.notEditable}.` });
    else if (workers % pool.factor !== 0)
      writes.push({ problem: `${workers} is no multiple of ${pool.factor} in \`${name}\`.` });
    else writes.push({ fact: pool.size, key: pool.sizeKey, literal: String(workers / pool.factor) });
  }
  const plain = <T>(fact: Fact<T> | undefined, value: T | undefined, write: Omit<Write, 'fact'>): void => {
    if (value !== undefined && value !== fact?.value) writes.push({ fact, ...write });
  };
  if (change.batchSize !== undefined && !batchSize)
    return [{ problem: 'The manifest states no `attention.batchSize` to edit.' }];
  plain(batchSize, change.batchSize, { key: 'batchSize', literal: String(change.batchSize) });
  plain(microbatches, change.microbatches, { key: 'microbatches', literal: String(change.microbatches) });
  if (change.profile !== undefined) {
    plain(latencyProfile, change.profile, { key: 'latencyProfile', literal: plainOrQuoted(change.profile) });
  }
  if (change.tpotSeconds !== undefined) {
    const literal = milliseconds(change.tpotSeconds);
    plain(tpotSeconds, change.tpotSeconds, { key: 'tpot', literal, line: `slo: { tpot: ${literal} }` });
  }
  return writes;
}

function overwrite({ fact, key, literal }: Write): TextEdit {
  return scalarEdits(fact!.range, fact!.shared, key, literal).at(-1)!.edit;
}

/** A line of its own above `attention`, in a `spec` that is written as a block. */
function insertion(text: string, root: TreeNode, line: string): TextEdit | undefined {
  const spec = entryOf(root, 'spec');
  const key = line.slice(0, line.indexOf(':'));
  const attention = entryOf(spec?.value, 'attention');
  if (spec?.value.kind !== 'map' || spec.value.flow || spec.value.shared || !attention) return undefined;
  if (!ownKey(attention) || entryOf(spec.value, key)) return undefined;
  const lineStart = text.lastIndexOf('\n', attention.keyRange.start - 1) + 1;
  const indent = text.slice(lineStart, attention.keyRange.start);
  if (!/^ +$/.test(indent)) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return { range: { start: lineStart, end: lineStart }, newText: `${indent}${line}${newline}` };
}

/** Two lines inserted at one place are one edit. */
function joinInsertions(edits: readonly TextEdit[]): readonly TextEdit[] {
  const joined = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = `${edit.range.start}:${edit.range.end}`;
    const before = joined.get(key);
    if (before && before.newText !== edit.newText && edit.range.start < edit.range.end) return edits;
    joined.set(
      key,
      before && edit.range.start === edit.range.end ? { ...before, newText: before.newText + edit.newText } : edit,
    );
  }
  return [...joined.values()];
}

/** Whether the edited text is well formed and describes exactly the wanted deployment. */
function holds(
  text: string,
  root: TreeNode,
  edits: readonly TextEdit[],
  before: Deployment,
  change: DeploymentChange,
): boolean {
  const original = parseYaml(text);
  const documents = parseYaml(applyEdits(text, edits));
  if (documents.length !== original.length || !documents.every(({ wellFormed }) => wellFormed)) return false;
  const position = original.findIndex((document) => document.root?.range.start === root.range.start);
  const edited = documents[position]?.root;
  if (!edited) return false;
  const after = readNativeManifest(edited).deployment;
  const wanted = [
    [after.attention?.workers, change.attention ?? before.attention?.workers],
    [after.ffn?.workers, change.ffn ?? before.ffn?.workers],
    [after.batchSize?.value, change.batchSize ?? before.batchSize?.value],
    [after.microbatches?.value, change.microbatches ?? before.microbatches?.value],
    [after.latencyProfile?.value, change.profile ?? before.latencyProfile?.value],
    [after.model?.value, before.model?.value],
    [after.workload?.trace?.path.value, before.workload?.trace?.path.value],
  ] as const;
  const tpot =
    change.tpotSeconds === undefined ? before.tpotSeconds?.value : parseDuration(milliseconds(change.tpotSeconds));
  return wanted.every(([is, should]) => is === should) && after.tpotSeconds?.value === tpot;
}

function milliseconds(seconds: number): string {
  return `${Number((seconds * 1000).toPrecision(12))}ms`;
}

function plainOrQuoted(text: string): string {
  return /^[A-Za-z0-9._/][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** The sentence for a deployment of which nothing would change. */
export function nothingToChange({ name }: Deployment): string {
  return `${name ? quote(name) : 'The deployment'} has these values already.`;
}
