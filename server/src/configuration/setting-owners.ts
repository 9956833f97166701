import { nodeAt, type TreeNode } from '../yaml/yaml-tree';

/** The maps of a configuration that hold settings: the document itself, then each entry of `overrides`. */
export function settingOwners(root: TreeNode): readonly TreeNode[] {
  return [root, ...sequenceItems(nodeAt(root, ['overrides']))];
}

/** The items of a list; none where the node is something else. */
export function sequenceItems(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}
