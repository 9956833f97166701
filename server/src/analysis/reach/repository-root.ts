import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder from `start` upwards that holds a `.git`; undefined outside a repository. */
export function repositoryRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
