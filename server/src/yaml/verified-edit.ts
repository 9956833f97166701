import { isDeepStrictEqual } from 'node:util';
import { applyEdits, type TextEdit } from '../text/text-range';
import { parseYaml } from './yaml-document';
import { toPlain } from './yaml-tree';

/** True when the edited text is still well-formed YAML with as many documents and the same keys, and some scalar changed. */
export function changesOnly(text: string, edits: readonly TextEdit[]): boolean {
  const before = parseYaml(text);
  const after = parseYaml(applyEdits(text, edits));
  if (before.length !== after.length || !after.every(({ wellFormed }) => wellFormed)) return false;
  const changed = before.reduce((count, { root }, index) => {
    const next = after[index]!.root;
    if (!root || !next) return root === next ? count : Number.POSITIVE_INFINITY;
    return count + changedLeaves(toPlain(root), toPlain(next));
  }, 0);
  return changed >= 1 && Number.isFinite(changed);
}

/** True when the edited text means exactly the same: only comments or layout changed. */
export function changesNothing(text: string, edits: readonly TextEdit[]): boolean {
  const before = parseYaml(text);
  const after = parseYaml(applyEdits(text, edits));
  return (
    before.length === after.length &&
    after.every(({ wellFormed, root }, index) => {
      const previous = before[index]!.root;
      return wellFormed && (root && previous ? isDeepStrictEqual(toPlain(root), toPlain(previous)) : root === previous);
    })
  );
}

/** True when a text is well-formed YAML whose documents mean exactly these values. */
export function meansExactly(text: string, documents: readonly unknown[]): boolean {
  const parsed = parseYaml(text);
  return (
    parsed.every(({ wellFormed }) => wellFormed) &&
    isDeepStrictEqual(
      parsed.map(({ root }) => root && toPlain(root)),
      documents,
    )
  );
}

/** How many leaves differ; infinite when the shape does. */
function changedLeaves(before: unknown, after: unknown): number {
  if (isDeepStrictEqual(before, after)) return 0;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return isContainer(before) || isContainer(after) ? Number.POSITIVE_INFINITY : 1;
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].reduce((sum, key) => {
    const [old, fresh] = [Reflect.get(before, key), Reflect.get(after, key)];
    return sum + (old === undefined || fresh === undefined ? Number.POSITIVE_INFINITY : changedLeaves(old, fresh));
  }, 0);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
