import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The nearest folder from `start` upwards that holds a `.git`; undefined outside a repository. */
export function repositoryRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A file relative to the root of its repository, or to the working folder where there is none; with forward slashes. */
export function repositoryFile(path: string): string {
  return relative(repositoryRoot(dirname(path)) ?? process.cwd(), path)
    .split(sep)
    .join('/');
}
