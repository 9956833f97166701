import { closest } from '../text/closest';
import type { YamlDocument } from '../yaml/yaml-document';
import { entryOf, type TreeNode } from '../yaml/yaml-tree';

const key = 'allowedRoots';

/** The folders that are left by a mistake: that of the configuration. */
export const ownFolderOnly: readonly string[] = ['.'];

/**
 * The folders that references may lead to by a configuration that can be read; undefined where it confines nothing. A
 * mistake confines more, never less: without a usable folder, or with the key misspelt or out of place, only that of
 * the configuration is left.
 *
 * @param usable - What the schema leaves of the key's list; rejected items are null.
 */
export function allowedRootsOf(
  documents: readonly YamlDocument[],
  usable: readonly (string | null)[] | undefined,
): readonly string[] | undefined {
  if (!entryOf(documents[0]?.root, key)) {
    return documents.some(({ root }) => root && namesKey(root)) ? ownFolderOnly : undefined;
  }
  const roots = (usable ?? []).filter((root) => root !== null);
  return roots.length > 0 ? roots : ownFolderOnly;
}

/** The same by a text that cannot be read as a configuration: where it has a word like the key it meant to confine. */
export function allowedRootsByWords(text: string): readonly string[] | undefined {
  return (text.match(/[\w-]+/g) ?? []).some(isLikeKey) ? ownFolderOnly : undefined;
}

function namesKey(node: TreeNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && isLikeKey(node.value);
    case 'sequence':
      return node.items.some(namesKey);
    case 'map':
      return node.entries.some(
        (entry) => !entry.key.startsWith('x-') && (isLikeKey(entry.key) || namesKey(entry.value)),
      );
  }
}

function isLikeKey(word: string): boolean {
  return closest(word, [key]) !== undefined;
}
