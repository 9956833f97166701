import type { TextRange } from '../text/text-range';

/** How a value that is written elsewhere gets here, and how it could be given here instead. */
export interface SharedValue {
  readonly anchor: string;
  /** Aliases and merge keys that refer to the anchor. */
  readonly uses: number;
  readonly override: OverrideSite | undefined;
}

/** Where a literal would go to replace a shared value only here. */
export type OverrideSite =
  /** Replace the alias token by the literal. */
  | { readonly kind: 'replace'; readonly range: TextRange }
  /** Insert `key: literal` as a new entry at this offset, on a line of its own or inside a flow map. */
  | { readonly kind: 'insert'; readonly at: number; readonly prefix: string; readonly suffix: string }
  /** Replace the alias of a whole map by a flow map that merges it: `{ <<: *alias, key: literal }`. */
  | { readonly kind: 'wrap'; readonly range: TextRange; readonly alias: string };

interface TreeBase {
  /** Where the value's own text stands. */
  readonly range: TextRange;
  /** Where a reader of this place sees it: the alias or merge token for shared values, else `range`. */
  readonly site: TextRange;
  readonly shared: SharedValue | undefined;
}

export interface TreeScalar extends TreeBase {
  readonly kind: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  readonly source: string;
  /** The anchor this scalar defines and its uses elsewhere, which an edit of it changes too. */
  readonly anchored?: { readonly anchor: string; readonly uses: number } | undefined;
  readonly style: 'plain' | 'quoted' | 'block';
  /** True where a template expression, or something else that only a run decides, is part of the value. */
  readonly templated: boolean;
  /** What decides a templated value, as it is written; only in trees that are read out of other layers than YAML. */
  readonly unknown?: readonly string[] | undefined;
  /** False where the text at `range` is not the value, character for character; undefined where nobody has looked. */
  readonly literal?: boolean | undefined;
}

export interface TreeEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: TreeNode;
}

export interface TreeMap extends TreeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly TreeEntry[];
}

export interface TreeSequence extends TreeBase {
  readonly kind: 'sequence';
  readonly items: readonly TreeNode[];
}

export type TreeNode = TreeScalar | TreeMap | TreeSequence;

/** The entry of `key`, if the node is a map that has it. */
export function entryOf(node: TreeNode | undefined, key: string): TreeEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The node at a path of keys and indices below `node`. */
export function nodeAt(node: TreeNode | undefined, path: readonly string[]): TreeNode | undefined {
  return path.reduce<TreeNode | undefined>(
    (current, key) => (current?.kind === 'sequence' ? current.items[Number(key)] : entryOf(current, key)?.value),
    node,
  );
}

/** True when a literal written over the value's `site` gives this value and no other. */
export function replaceable({ shared }: TreeNode): boolean {
  return shared === undefined || shared.override?.kind === 'replace';
}

/** True when the key itself is written at `keyRange`, not an alias or merge key that brings it. */
export function ownKey({ keyRange, value }: TreeEntry): boolean {
  return value.shared === undefined || value.site.start !== keyRange.start;
}

/** The tree as plain JavaScript data. Shared values are the same data again, as YAML means it. */
export function toPlain(node: TreeNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
  }
}

/** The chain of entries from the root down to the one whose key or value holds the offset. */
export function entriesAt(node: TreeNode, offset: number): readonly TreeEntry[] {
  if (node.kind === 'sequence') {
    const item = node.items.find(({ site }) => holds(site, offset));
    return item ? entriesAt(item, offset) : [];
  }
  const entry = entryAt(node, offset);
  if (!entry) return [];
  const inside = holds(entry.keyRange, offset) || entry.value.shared ? [] : entriesAt(entry.value, offset);
  return [entry, ...inside];
}

/**
 * The keys and indices from the root down to what holds the offset, like `spec.pools[0].workers`; empty at the root. At
 * a merge key it is the path of the map that merges.
 */
export function pathAt(node: TreeNode | undefined, offset: number): string {
  if (node?.kind === 'sequence') {
    const index = node.items.findIndex(({ site }) => holds(site, offset));
    return index === -1 ? '' : `[${index}]${below(pathAt(node.items[index], offset))}`;
  }
  const entry = node && entryAt(node, offset);
  if (!entry || !ownKey(entry)) return '';
  const key = /^[\w/-]+$/.test(entry.key) ? entry.key : JSON.stringify(entry.key);
  return holds(entry.keyRange, offset) || entry.value.shared ? key : `${key}${below(pathAt(entry.value, offset))}`;
}

/** The entry whose key or value holds the offset; where the text of one ends as the next key begins, the next one. */
function entryAt(node: TreeNode, offset: number): TreeEntry | undefined {
  if (node.kind !== 'map') return undefined;
  const holding = node.entries.filter(({ keyRange, value }) => holds(keyRange, offset) || holds(value.site, offset));
  return holding.find(({ keyRange }) => keyRange.start === offset) ?? holding[0];
}

function holds({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}

function below(path: string): string {
  return path === '' || path.startsWith('[') ? path : `.${path}`;
}
