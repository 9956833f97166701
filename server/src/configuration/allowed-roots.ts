import { closest } from '../text/closest';
import { entryOf, type TreeNode } from '../yaml/yaml-tree';

const key = 'allowedRoots';

/** The folders that are left by a mistake: that of the configuration. */
export const ownFolderOnly: readonly string[] = ['.'];

/**
 * The folders that references may lead to; undefined where a configuration confines nothing. A mistake confines more, never
 * less: without a usable folder only that of the configuration is left, and also where the text has the key's name, or one
 * much like it, anywhere but in a comment, and not where it counts.
 *
 * @param root - The first document; undefined where the text cannot be read as a configuration.
 * @param usable - What the schema leaves of the key's list; rejected items are null.
 */
export function allowedRootsOf(
  text: string,
  root: TreeNode | undefined,
  usable: readonly (string | null)[] | undefined,
): readonly string[] | undefined {
  if (!entryOf(root, key)) return namesKey(text) ? ownFolderOnly : undefined;
  const roots = (usable ?? []).filter((root) => root !== null);
  return roots.length > 0 ? roots : ownFolderOnly;
}

function namesKey(text: string): boolean {
  const words = text
    // As UTF-16 is without a mark of its order.
    .replaceAll('\0', '')
    .replaceAll(/(?:^|\s)#.*$/gm, '')
    .replaceAll(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8}))/gi, (_, ...digits: readonly string[]) =>
      letter(digits),
    )
    .match(/[\w-]+/g);
  return (words ?? []).some((word) => closest(word, [key]) !== undefined);
}

/** The letter of an escape in quotes. */
function letter(digits: readonly string[]): string {
  const code = Number.parseInt(digits.find((each) => each !== undefined) ?? '', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
