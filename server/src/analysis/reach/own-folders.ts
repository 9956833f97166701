import { repositoryRoot } from './repository-root';

/** The folders that somebody works in, and the repositories that these lie in: their files are no secret to them. */
export function ownFolders(folders: readonly string[]): readonly string[] {
  const repositories = folders.map(repositoryRoot).filter((root) => root !== undefined);
  return [...new Set([...folders, ...repositories])];
}
