import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nameBelow } from './name-below';

/** The path without links on its way, as far as it exists. */
export async function realPathOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(await realPathOf(dirname(path)), basename(path));
}

/** Whether a path leads into one of the folders, wherever links on its way and on theirs lead. */
export async function liesBelow(folders: readonly string[], path: string): Promise<boolean> {
  const real = await realPathOf(path);
  const roots = await Promise.all(folders.map(realPathOf));
  return roots.some((root) => nameBelow(root, real) !== undefined);
}
