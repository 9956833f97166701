import { entryOf, type TreeEntry, type TreeNode } from '../../yaml/yaml-tree';

/** The keys and indices that lead from the root of an object to something in it. */
export type Steps = readonly (string | number)[];

/** Keys of a path, with `[]` for any item of a list and `*` for any key, both taken from where the reader stands. */
function patternOf(path: string): readonly string[] {
  return path.replaceAll('[]', '.[]').split('.');
}

/** How many of the steps the path takes; undefined where they lead elsewhere. */
export function stepsBelow(path: string, steps: Steps): number | undefined {
  const pattern = patternOf(path);
  const fits = pattern.every((key, index) => {
    const step = steps[index];
    return key === '[]' ? typeof step === 'number' : key === '*' ? typeof step === 'string' : key === step;
  });
  return fits ? pattern.length : undefined;
}

/** The entry at a path that shares the list items and the keys for `*` with the steps. */
export function entryAtPath(root: TreeNode, path: string, steps: Steps): TreeEntry | undefined {
  let node: TreeNode | undefined = root;
  let entry: TreeEntry | undefined;
  for (const [index, key] of patternOf(path).entries()) {
    const step = key === '[]' || key === '*' ? steps[index] : key;
    entry = typeof step === 'string' ? entryOf(node, step) : undefined;
    node = typeof step === 'number' && node?.kind === 'sequence' ? node.items[step] : entry?.value;
  }
  return entry;
}

/** The items of a list; none of anything else. */
export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}
