import { readNativeManifest } from '../manifest/dialects/native/native';
import { applyEdits, type TextEdit } from '../text/text-range';
import { parseYaml } from '../yaml/yaml-document';
import { type TreeNode, toPlain } from '../yaml/yaml-tree';

/** A scalar that a document shall have at a path of keys. */
export interface WantedValue {
  readonly path: readonly string[];
  readonly value: number | string;
}

/** Said also of edits that overlap, as those of two values at one anchor do. */
const sideEffect = 'The values cannot be written without changing something else, such as another use of an anchor.';

/**
 * Why the edits do not do exactly what is wanted, in one sentence; undefined where the edited text is well formed, has
 * the wanted values in the document with this root, means the same everywhere else but for free `x-` keys, and does
 * nothing that the schema newly objects to.
 */
export function exactChangeProblem(
  text: string,
  root: TreeNode,
  edits: readonly TextEdit[],
  wanted: readonly WantedValue[],
): string | undefined {
  if (overlap(edits)) return sideEffect;
  const before = parseYaml(text);
  const after = parseYaml(applyEdits(text, edits));
  if (before.length !== after.length || !after.every(({ wellFormed }) => wellFormed)) return sideEffect;
  const target = before.findIndex((document) => document.root?.range.start === root.range.start);
  const exact = before.every((document, index) => {
    const expected = leavesOf(document.root);
    if (index === target) for (const { path, value } of wanted) expected.set(JSON.stringify(path), value);
    const found = leavesOf(after[index]!.root);
    return found.size === expected.size && [...expected].every(([path, value]) => Object.is(found.get(path), value));
  });
  const edited = after[target]?.root;
  return exact && edited ? newObjection(root, edited) : sideEffect;
}

function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = edits.map(({ range }) => range).sort((a, b) => a.start - b.start || a.end - b.end);
  return ordered.some(({ end }, index) => end > (ordered[index + 1]?.start ?? Number.POSITIVE_INFINITY));
}

function newObjection(before: TreeNode, after: TreeNode): string | undefined {
  const known = new Set(readNativeManifest(before).problems.map(({ message }) => message));
  return readNativeManifest(after).problems.find(({ message }) => !known.has(message))?.message;
}

/** The scalars and the empty collections of a tree by their paths, without `x-` keys. */
function leavesOf(root: TreeNode | undefined): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const collect = (value: unknown, path: readonly string[]): void => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    for (const [key, inner] of entries) if (!key.startsWith('x-')) collect(inner, [...path, key]);
    if (entries.length === 0) {
      leaves.set(JSON.stringify(path), typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
    }
  };
  if (root) collect(toPlain(root), []);
  return leaves;
}
