import type { TextEdit } from '../text/text-range';
import { quotesOf, yamlScalar } from '../text/yaml-scalar';
import { entryOf, ownKey, type TreeEntry, type TreeMap, type TreeNode } from './yaml-tree';

/** Keys of `spec` that new ones follow, so that they come to stand where the documentation has them. */
const predecessors = ['attention', 'ffn', 'microbatches'];

/**
 * The edit that adds a value at a path below `root`, behind what its map holds and in the map's own style, with the
 * missing maps around it; undefined where there is something already or no safe place. It changes no other character,
 * but whether the text still means the same is for the caller to check.
 */
export function insertKey(
  text: string,
  root: TreeNode,
  path: readonly string[],
  value: number | string,
): TextEdit | undefined {
  const { map, keys } = deepestMap(root, path);
  const [key, ...inner] = keys;
  if (map === undefined || map.shared || key === undefined || entryOf(map, key)) return undefined;
  const before = predecessorIn(map);
  if (!before) return undefined;
  const quotes = quotesOf(text[before.keyRange.start] ?? '') === '"' ? '"' : '';
  const scalar = (word: number | string): string => yamlScalar(word, quotes);
  const nested = inner.reduceRight((inside, name) => `{ ${scalar(name)}: ${inside} }`, scalar(value));
  const entry = `${scalar(key)}: ${nested}`;
  const end = endOf(before.value);
  return map.flow ? { range: { start: end, end }, newText: `, ${entry}` } : lineBelow(text, before, end, entry);
}

function deepestMap(root: TreeNode, path: readonly string[]) {
  let node: TreeNode | undefined = root;
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const next: TreeNode | undefined = entryOf(node, path[depth]!)?.value;
    if (next === undefined) break;
    node = next;
  }
  return { map: node.kind === 'map' ? node : undefined, keys: path.slice(depth) };
}

/** The last of the entries that are written in the map itself; in `spec` the last of those that new ones follow. */
function predecessorIn({ entries }: TreeMap): TreeEntry | undefined {
  const own = entries.filter(ownKey);
  const chosen = own.filter(({ key }) => predecessors.includes(key));
  return (chosen.length > 0 ? chosen : own).reduce<TreeEntry | undefined>(
    (last, entry) => (last && last.keyRange.start > entry.keyRange.start ? last : entry),
    undefined,
  );
}

/** Where the text of a value ends that is written, or referred to, at this place. */
function endOf(node: TreeNode): number {
  if (node.shared) return node.site.end;
  if (node.kind !== 'map' || node.flow || node.entries.length === 0) return node.range.end;
  return Math.max(...node.entries.map(({ keyRange, value }) => Math.max(keyRange.end, endOf(value))));
}

/** A line of its own, below the one where the entry ends, with its comment; undefined where more stands on that line. */
function lineBelow(text: string, { keyRange }: TreeEntry, end: number, entry: string): TextEdit | undefined {
  const indent = text.slice(text.lastIndexOf('\n', keyRange.start - 1) + 1, keyRange.start);
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end));
  if (!/^ *$/.test(indent) || !rest) return undefined;
  const at = end + rest[0].length;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { range: { start: at, end: at }, newText: `${lineBreak}${indent}${entry}` };
}
