import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import { readJson } from '../../yaml/json-tree';
import type { TreeEntry, TreeMap, TreeNode } from '../../yaml/yaml-tree';
import type { LaunchOption } from './launch';
import { scalarOf } from './stated';

interface DottedKey {
  readonly name: string;
  readonly range: TextRange;
}

interface Branch {
  readonly keyRange: TextRange;
  /** A value, or further keys. */
  content: TreeNode | Map<string, Branch>;
}

/** Keys of one flag that are read; settings have two or three levels. */
const depthLimit = 20;

/** Adds up flags such as `--additional-config.afd.role ffn` to the objects they stand for; of equal ones the last counts. */
export class DottedOptions {
  private readonly roots = new Map<string, { readonly nameRange: TextRange; readonly below: Map<string, Branch> }>();

  add(name: string, nameRange: TextRange, keys: readonly DottedKey[], value: MappedText): void {
    if (keys.length > depthLimit) return;
    const root = this.roots.get(name) ?? { nameRange, below: new Map<string, Branch>() };
    this.roots.set(name, root);
    let below = root.below;
    for (const key of keys.slice(0, -1)) {
      const branch = below.get(key.name);
      const next = branch?.content instanceof Map ? branch.content : new Map<string, Branch>();
      if (next !== branch?.content) below.set(key.name, { keyRange: key.range, content: next });
      below = next;
    }
    const last = keys.at(-1)!;
    below.set(last.name, { keyRange: last.range, content: treeOf(value) });
  }

  options(): readonly LaunchOption[] {
    return [...this.roots].map(([name, { nameRange, below }]) => ({
      name,
      nameRange,
      value: undefined,
      tree: mapOf(below, nameRange),
    }));
  }
}

/** An object is read as such; everything else is told by what reads the setting. */
function treeOf(value: MappedText): TreeNode {
  const { root } = value.text.trimStart().startsWith('{') ? readJson(value) : { root: undefined };
  return root ?? scalarOf(value);
}

function mapOf(branches: ReadonlyMap<string, Branch>, keyRange: TextRange): TreeMap {
  const entries = [...branches].map(([key, branch]): TreeEntry => {
    const { content } = branch;
    return {
      key,
      keyRange: branch.keyRange,
      value: content instanceof Map ? mapOf(content, branch.keyRange) : content,
    };
  });
  return { kind: 'map', flow: true, entries, range: keyRange, site: keyRange, shared: undefined };
}
