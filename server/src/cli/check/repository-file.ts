import { dirname, relative, sep } from 'node:path';
import { repositoryRoot } from '../../analysis/reach/repository-root';

/** A file relative to the root of its repository, or to the working folder where there is none; with forward slashes. */
export function repositoryFile(path: string): string {
  return relative(repositoryRoot(dirname(path)) ?? process.cwd(), path)
    .split(sep)
    .join('/');
}
