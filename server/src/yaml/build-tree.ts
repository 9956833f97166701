import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import { quote } from '../text/format';
import type { TextRange } from '../text/text-range';
import { isTemplated } from './template-mask';
import type { YamlProblem } from './yaml-problem';
import type { OverrideSite, SharedValue, TreeEntry, TreeMap, TreeNode } from './yaml-tree';

/** Nodes that aliases may add to one document; a manifest needs tens, an alias bomb billions. */
const expansionLimit = 50_000;

/** Deepest tree that is built; only aliases inside aliases lead further down than the text is nested. */
const depthLimit = 500;

const tooMuch =
  'Aliases in this document expand to more values than a manifest can hold; remove the nesting of aliases.';

/** What a node inherits when it is reached through an alias or a merge key. */
interface Reach {
  readonly site: TextRange;
  readonly anchor: string;
  readonly uses: number;
  /** How to override a direct child here; undefined for deeper ones. */
  readonly override: ((key: string) => OverrideSite) | undefined;
}

/**
 * The document as a tree in which every alias and merge key is resolved and every value knows where it is written, in
 * offsets of a file in which `text` begins at `base`. Throws when aliases expand without measure or refer to themselves.
 */
export function buildTree(
  document: Document.Parsed,
  text: string,
  base: number,
): { root: TreeNode; problems: readonly YamlProblem[] } {
  const { targets, uses, unresolved } = resolveAliases(document, base);
  const builder = new TreeBuilder(text, base, targets, uses);
  const root = builder.node(document.contents as Node, undefined);
  return { root, problems: [...unresolved, ...builder.duplicates] };
}

function resolveAliases(document: Document.Parsed, base: number) {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const uses = new Map<Node, number>();
  const unresolved: YamlProblem[] = [];
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) {
          targets.set(node, target);
          uses.set(target, (uses.get(target) ?? 0) + 1);
        } else {
          const message = `No anchor ${quote(`&${node.source}`)} stands before this alias.`;
          unresolved.push({ kind: 'syntax', message, range: rangeOf(node, base) });
        }
      } else if ((isScalar(node) || isCollection(node)) && node.anchor) {
        anchors.set(node.anchor, node);
      }
    },
  });
  return { targets, uses, unresolved };
}

class TreeBuilder {
  readonly duplicates: YamlProblem[] = [];
  private readonly open = new Set<Node>();
  private expanded = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly base: number,
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly uses: ReadonlyMap<Node, number>,
  ) {}

  node(node: Node | null, reach: Reach | undefined, override?: OverrideSite): TreeNode {
    if (reach) this.countExpansion();
    if (++this.depth > depthLimit) throw new Error(tooMuch);
    const result = this.resolved(node, reach, override);
    this.depth--;
    return result;
  }

  private countExpansion(): void {
    if (++this.expanded > expansionLimit) throw new Error(tooMuch);
  }

  private resolved(node: Node | null, reach: Reach | undefined, override: OverrideSite | undefined): TreeNode {
    if (isAlias(node)) return this.alias(node, reach);
    const range = this.rangeOf(node);
    const site = reach?.site ?? range;
    const shared: SharedValue | undefined = reach && { anchor: reach.anchor, uses: reach.uses, override };
    if (isMap(node)) return this.map(node, { range, site, shared }, reach);
    if (isSeq(node)) {
      const deeper = reach && { ...reach, override: undefined };
      return {
        kind: 'sequence',
        range,
        site,
        shared,
        items: node.items.map((item) => this.node(item as Node, deeper)),
      };
    }
    const source = isScalar(node) ? (node.source ?? '') : '';
    const value = isScalar(node) ? (node.value as string | number | boolean | null) : null;
    const type = isScalar(node) ? node.type : undefined;
    const style = type?.startsWith('QUOTE') ? 'quoted' : type?.startsWith('BLOCK') ? 'block' : 'plain';
    const anchored = reach ? undefined : this.anchoredBy(node);
    return { kind: 'scalar', range, site, shared, anchored, value, source, style, templated: isTemplated(source) };
  }

  private anchoredBy(node: Node | null): { readonly anchor: string; readonly uses: number } | undefined {
    const uses = node ? this.uses.get(node) : undefined;
    return uses && isScalar(node) && node.anchor ? { anchor: node.anchor, uses } : undefined;
  }

  private alias(alias: Alias, outer: Reach | undefined): TreeNode {
    const target = this.targets.get(alias);
    const range = this.rangeOf(alias);
    if (!target) {
      return {
        kind: 'scalar',
        range,
        site: outer?.site ?? range,
        shared: undefined,
        value: null,
        source: '',
        style: 'plain',
        templated: false,
      };
    }
    if (this.open.has(target)) throw new Error(`The alias *${alias.source} refers to a value that contains it.`);
    this.open.add(target);
    const reach: Reach = outer
      ? { ...outer, override: undefined }
      : {
          site: range,
          anchor: alias.source,
          uses: this.uses.get(target) ?? 1,
          override: () => ({ kind: 'wrap', range, alias: alias.source }),
        };
    const result = this.node(target, reach, outer ? undefined : { kind: 'replace', range });
    this.open.delete(target);
    return result;
  }

  private map(node: YAMLMap, base: Pick<TreeMap, 'range' | 'site' | 'shared'>, reach: Reach | undefined): TreeMap {
    const own: TreeEntry[] = [];
    const merged: TreeEntry[] = [];
    const seen = new Map<string, TextRange>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      if (isMergeKey(pair)) {
        merged.push(...this.mergedEntries(pair.value, node, pair, reach));
        continue;
      }
      const written = this.rangeOf(pair.key);
      const key = isScalar(pair.key) ? String(pair.key.value) : this.cut(written);
      const keyRange = reach?.site ?? written;
      if (seen.has(key) && !isTemplated(key)) {
        const message = `${quote(key)} is given twice in this map; keep one.`;
        if (!reach) this.duplicates.push({ kind: 'duplicate-key', message, range: keyRange });
        continue;
      }
      seen.set(key, keyRange);
      const deeper = reach && { ...reach, override: undefined };
      own.push({ key, keyRange, value: this.value(pair, deeper, reach?.override?.(key)) });
    }
    // Own keys win over merged ones, earlier merges over later ones.
    for (const entry of merged) {
      if (seen.has(entry.key)) continue;
      seen.set(entry.key, entry.keyRange);
      own.push(entry);
    }
    return { kind: 'map', ...base, flow: node.flow === true, entries: own };
  }

  private value(pair: Pair<Node, Node | null>, reach: Reach | undefined, override: OverrideSite | undefined): TreeNode {
    if (pair.value) return this.node(pair.value, reach, override);
    const end = this.rangeOf(pair.key).end;
    const range = { start: end, end };
    return {
      kind: 'scalar',
      range,
      site: reach?.site ?? range,
      shared: reach && { anchor: reach.anchor, uses: reach.uses, override },
      value: null,
      source: '',
      style: 'plain',
      templated: false,
    };
  }

  private mergedEntries(
    value: Node | null,
    into: YAMLMap,
    pair: Pair<Node, Node | null>,
    outer: Reach | undefined,
  ): readonly TreeEntry[] {
    const sources = isSeq(value) ? (value.items as Node[]) : value ? [value] : [];
    return sources.flatMap((source) => {
      const target = isAlias(source) ? this.targets.get(source) : source;
      if (!isMap(target)) return [];
      if (this.open.has(target)) throw new Error('A merge key refers to the map that contains it.');
      this.countExpansion();
      this.open.add(target);
      const reach = isAlias(source) ? (outer ?? this.mergeReach(source, target, into, pair)) : outer;
      const { entries } = this.map(
        target,
        { range: this.rangeOf(target), site: this.rangeOf(source), shared: undefined },
        reach,
      );
      this.open.delete(target);
      return entries;
    });
  }

  private mergeReach(alias: Alias, target: Node, into: YAMLMap, pair: Pair<Node, Node | null>): Reach {
    return {
      site: this.rangeOf(alias),
      anchor: alias.source,
      uses: this.uses.get(target) ?? 1,
      override: (key) => this.besideMergeKey(into, pair, key),
    };
  }

  /** A new entry goes in front of the merge key, on a line of its own, or behind it in a flow map. */
  private besideMergeKey(map: YAMLMap, pair: Pair<Node, Node | null>, key: string): OverrideSite {
    if (map.flow) return { kind: 'insert', at: this.rangeOf(pair.value).end, prefix: `, ${key}: `, suffix: '' };
    const at = this.rangeOf(pair.key).start;
    const column = at - this.base - (this.text.lastIndexOf('\n', at - this.base - 1) + 1);
    const indent = ' '.repeat(column);
    const lineBreak = this.text.includes('\r\n') ? '\r\n' : '\n';
    return { kind: 'insert', at, prefix: `${key}: `, suffix: `${lineBreak}${indent}` };
  }

  private rangeOf(node: unknown): TextRange {
    return rangeOf(node, this.base);
  }

  private cut({ start, end }: TextRange): string {
    return this.text.slice(start - this.base, end - this.base);
  }
}

function isMergeKey(pair: unknown): boolean {
  return isPair(pair) && isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN';
}

function rangeOf(node: unknown, base: number): TextRange {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return { start: base + (range?.[0] ?? 0), end: base + (range?.[1] ?? 0) };
}
