import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { readFailure } from '../analysis/read-failure';

export interface FoundFiles {
  readonly files: readonly string[];
  /** Arguments that lead to nothing, and why, as the end of a sentence. */
  readonly missing: readonly { readonly path: string; readonly why: string }[];
}

/** Folders that hold other people's files. */
const ignore = ['**/node_modules/**', '**/.git/**'];

/**
 * The files behind arguments, each once, in the order of the arguments and sorted below a folder: files, folders (their
 * YAML files, at any depth) and glob patterns.
 */
export async function findFiles(args: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, string>();
  const missing: FoundFiles['missing'][number][] = [];
  for (const arg of args) {
    const found = await filesOf(arg);
    if (typeof found === 'string') missing.push({ path: arg, why: found });
    else for (const file of found) if (!files.has(resolve(file))) files.set(resolve(file), file);
  }
  return { files: [...files.values()], missing };
}

async function filesOf(arg: string): Promise<readonly string[] | string> {
  const path = slashes(arg);
  try {
    if (!(await stat(arg)).isDirectory()) return [path];
    return await matching(path, '**/*.{yaml,yml}');
  } catch (reason) {
    if (!isDynamicPattern(path)) return readFailure(reason);
  }
  // Patterns that begin above the working folder would leave out what is in it.
  const [above = ''] = /^(?:\.\.?\/)+/.exec(path) ?? [];
  const found = await matching(above, path.slice(above.length));
  return found.length > 0 ? found : 'no file matches this pattern';
}

/** The files below a folder that match a pattern, with the folder as it was given before them. */
async function matching(folder: string, pattern: string): Promise<readonly string[]> {
  const files = await glob(pattern, {
    cwd: resolve(folder),
    ignore,
    expandDirectories: false,
    onlyFiles: true,
    // A link to a folder above would lead round in circles.
    followSymbolicLinks: false,
    absolute: pattern.startsWith('/') || /^[a-z]:/i.test(pattern),
  });
  const prefix = (folder === '' || folder.endsWith('/') ? folder : `${folder}/`).replace(/^(?:\.\/+)+/, '');
  return files.map((file) => prefix + file).sort();
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
