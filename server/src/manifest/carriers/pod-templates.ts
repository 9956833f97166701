import { entryOf, type TreeMap, type TreeNode } from '../../yaml/yaml-tree';
import type { Steps } from './tree-path';

/** A map of containers, and the way to it. */
export interface PodTemplate {
  /** The map with `containers` or `mainContainer`. */
  readonly spec: TreeMap;
  readonly steps: Steps;
  /** The node in front of each step, the object itself first. */
  readonly above: readonly TreeNode[];
}

/** The pod templates of an object, wherever they stand. */
export function podTemplatesIn(root: TreeNode): readonly PodTemplate[] {
  const found: PodTemplate[] = [];
  const steps: (string | number)[] = [];
  const above: TreeNode[] = [];
  const enter = (from: TreeNode, step: string | number, node: TreeNode): void => {
    steps.push(step);
    above.push(from);
    visit(node);
    steps.pop();
    above.pop();
  };
  const visit = (node: TreeNode): void => {
    if (node.kind === 'sequence') for (const [index, item] of node.items.entries()) enter(node, index, item);
    if (node.kind !== 'map') return;
    if (containersOf(node).length > 0) found.push({ spec: node, steps: [...steps], above: [...above] });
    else for (const { key, value } of node.entries) enter(node, key, value);
  };
  visit(root);
  return found;
}

/** The containers whose processes make the pod; not those that only prepare it. */
export function containersOf(spec: TreeNode): readonly TreeMap[] {
  const main = entryOf(spec, 'mainContainer')?.value;
  const list = entryOf(spec, 'containers')?.value;
  const all = [...(main ? [main] : []), ...(list?.kind === 'sequence' ? list.items : [])];
  return all.filter((node) => node.kind === 'map');
}
