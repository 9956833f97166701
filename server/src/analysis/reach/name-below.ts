import { isAbsolute, relative, sep } from 'node:path';

/** The name of a path below a folder, with forward slashes, empty for the folder itself; undefined for others. */
export function nameBelow(folder: string, path: string): string | undefined {
  const name = relative(folder, path);
  return name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name) ? undefined : name.replaceAll(sep, '/');
}
