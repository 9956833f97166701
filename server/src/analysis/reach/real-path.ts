import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { nameBelow } from './name-below';

/** Links from one to the next, at most; more are a circle. */
const mostLinks = 40;

/** The path without links on its way, as far as it exists; a link to what does not exist leads there all the same. */
export async function realPathOf(path: string): Promise<string> {
  return withoutLinks(path, 0);
}

async function withoutLinks(path: string, links: number): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  const own = join(await withoutLinks(dirname(path), links), basename(path));
  const target = links < mostLinks ? await readlink(own).catch(() => undefined) : undefined;
  return target === undefined ? own : withoutLinks(resolve(dirname(own), target), links + 1);
}

/** Whether a path leads into one of the folders, wherever links on its way and on theirs lead. */
export async function liesBelow(folders: readonly string[], path: string): Promise<boolean> {
  return isBelow(folders, await realPathOf(path));
}

/** The same of a path without links. */
export async function isBelow(folders: readonly string[], real: string): Promise<boolean> {
  const roots = await Promise.all(folders.map(realPathOf));
  return roots.some((root) => nameBelow(root, real) !== undefined);
}
