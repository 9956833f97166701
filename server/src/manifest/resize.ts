import { type EditsByFile, editsByFile, placeKey } from '../text/edits-by-file';
import { formatCounted, quote } from '../text/format';
import type { TextEdit } from '../text/text-range';
import { scalarEdits } from '../yaml/scalar-edit';
import type { Deployment, Pool } from './deployment';
import type { Fact } from './fact';

/** Workers of both pools. */
export interface PoolSizes {
  readonly attention: number;
  readonly ffn: number;
}

/** One way to give a deployment other pools: all that states their sizes changes together. */
export interface Resize extends EditsByFile {
  /** What sets this way apart, to be put behind a title; empty for the only way. */
  readonly how: string;
}

interface Write {
  readonly fact: Fact<number>;
  readonly key: string;
  readonly value: number;
}

/** Why the numbers that state the size of a pool cannot be edited, without a full stop; undefined where they can. */
export function whyNotEditable({ notEditable, size, copies }: Pool): string | undefined {
  if (notEditable !== undefined) return notEditable;
  const facts = [size, ...copies.map(({ fact }) => fact)];
  const [given] = facts.flatMap(({ setIn }) => setIn ?? []);
  if (given !== undefined) return `it is set in ${quote(given)}`;
  if (facts.some(({ literal }) => literal === false)) return 'not every number that states it is written out';
  return facts.some(({ file, shared, anchored }) => file !== undefined && (shared || anchored))
    ? 'it is set at an anchor in another file'
    : undefined;
}

/**
 * The ways to give a deployment these pools: one, or for values from anchors one that overrides here and one that edits
 * the anchor; none where a number cannot be edited or would not be whole. Expects both pools. Whether the edited text
 * means what is wanted is for `isExactResize`.
 */
export function resizes({ attention, ffn }: Deployment, target: PoolSizes): readonly Resize[] {
  if (!attention || !ffn) return [];
  const [attentionPlace, ffnPlace] = [attention, ffn].map(({ size }) => placeKey(size.file, size.range));
  const sameScalar = attentionPlace === ffnPlace;
  const changes = [
    { pool: attention, workers: target.attention },
    { pool: ffn, workers: target.ffn },
  ].filter(({ pool, workers }) => sameScalar || pool.workers !== workers);
  const writes = changes.flatMap(({ pool, workers }) => writesOf(pool, workers));
  if (changes.some(({ pool }) => whyNotEditable(pool) !== undefined)) return [];
  if (writes.some(({ value }) => !(Number.isSafeInteger(value) && value >= 1))) return [];
  const choices = writes.map(({ fact, key, value }) => ({
    fact,
    ways: scalarEdits(fact.range, fact.shared, key, String(value)),
  }));
  /** Every number over its own text, be that at an anchor. */
  const own = choices.map(({ fact, ways }) => ({ fact, edit: ways[0]!.edit }));
  const shared = oncePerAnchor(writes.map(({ fact }) => fact.shared));
  if (shared.length === 0) {
    const anchored = oncePerAnchor(writes.map(({ fact }) => fact.anchored));
    const also = anchored.map(({ anchor, uses }) => `, also &${anchor} in ${formatCounted(uses, 'other place')}`);
    return together(also.join(''), own);
  }
  const uses = shared.map(({ anchor, uses }) => `&${anchor}, ${formatCounted(uses, 'use')}`).join('; ');
  const atAnchor = together(`: edit the anchor ${uses}`, own);
  if (choices.some(({ ways }) => ways.length === 1 && ways[0]!.kind === 'anchor')) return atAnchor;
  const here = choices.map(({ fact, ways }) => ({ fact, edit: ways.at(-1)!.edit }));
  return [...together(': override here', here), ...atAnchor];
}

function oncePerAnchor<T extends { readonly anchor: string }>(found: readonly (T | undefined)[]): readonly T[] {
  return [...new Map(found.flatMap((each) => (each ? [[each.anchor, each] as const] : []))).values()];
}

function writesOf({ size, sizeKey, factor, copies }: Pool, workers: number): readonly Write[] {
  return [{ fact: size, factor }, ...copies].map((stated) => ({
    fact: stated.fact,
    key: sizeKey,
    value: workers / stated.factor,
  }));
}

/** The edits as one way; none where one place would have to take two values. */
function together(
  how: string,
  changes: readonly { readonly fact: Fact<number>; readonly edit: TextEdit }[],
): readonly Resize[] {
  const edits = editsByFile(
    changes.map(({ fact, edit }) => ({ file: fact.file, edit: { ...edit, oldText: String(fact.value) } })),
  );
  return edits ? [{ how, ...edits }] : [];
}
