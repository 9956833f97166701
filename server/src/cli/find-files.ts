import { stat } from 'node:fs/promises';
import { escapePath, glob, isDynamicPattern } from 'tinyglobby';
import { readFailure } from '../analysis/read-failure';

export interface FoundFiles {
  readonly files: readonly string[];
  /** Arguments that lead to nothing, one sentence each. */
  readonly problems: readonly string[];
}

/** Folders that hold other people's files. */
const ignore = ['**/node_modules/**', '**/.git/**'];

/**
 * The files behind arguments, each once, in the order of the arguments and sorted below a folder: files, folders (their
 * YAML files, at any depth) and glob patterns.
 */
export async function findFiles(args: readonly string[]): Promise<FoundFiles> {
  const files = new Set<string>();
  const problems: string[] = [];
  for (const arg of args) {
    const found = await filesOf(arg);
    if (typeof found === 'string') problems.push(found);
    else for (const file of found) files.add(file);
  }
  return { files: [...files], problems };
}

async function filesOf(arg: string): Promise<readonly string[] | string> {
  try {
    if (!(await stat(arg)).isDirectory()) return [slashes(arg)];
    const pattern = `${escapePath(slashes(arg)).replace(/\/$/, '')}/**/*.{yaml,yml}`;
    return await matching(pattern);
  } catch (reason) {
    if (!isDynamicPattern(slashes(arg))) return `${arg}: ${readFailure(reason)}`;
  }
  const found = await matching(slashes(arg));
  return found.length > 0 ? found : `${arg}: no file matches this pattern`;
}

async function matching(pattern: string): Promise<readonly string[]> {
  const files = await glob(pattern, {
    ignore,
    expandDirectories: false,
    onlyFiles: true,
    // A link to a folder above would lead round in circles.
    followSymbolicLinks: false,
    absolute: pattern.startsWith('/') || /^[a-z]:/i.test(pattern),
  });
  return files.sort();
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
