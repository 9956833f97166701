import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** No pointer is longer. */
const longestPointer = 1024;

/**
 * Where the repository keeps the content that a checked out file of Git LFS stands for; undefined for a file that is no
 * pointer, and where the content was not fetched. `gitFolder`: the repository's `.git`.
 */
export async function lfsContent(file: string, gitFolder: string): Promise<string | undefined> {
  if ((await stat(file)).size > longestPointer) return undefined;
  const pointer = await readFile(file, 'latin1');
  if (!pointer.startsWith('version https://git-lfs.github.com/spec/')) return undefined;
  const [, hash] = /^oid sha256:([0-9a-f]{64})$/m.exec(pointer) ?? [];
  const [, size] = /^size (\d+)$/m.exec(pointer) ?? [];
  if (hash === undefined || size === undefined) return undefined;
  const object = join(gitFolder, 'lfs', 'objects', hash.slice(0, 2), hash.slice(2, 4), hash);
  const found = await stat(object).catch(() => undefined);
  return found?.size === Number(size) ? object : undefined;
}
