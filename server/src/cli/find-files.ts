import { type Dirent, readdir } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type GlobOptions, glob } from 'tinyglobby';
import { isCarrierName } from '../analysis/our-share';
import { readFailure } from '../analysis/read-manifest';
import { matchesPattern } from '../configuration/file-patterns';
import { shownPath } from './shown-path';

export interface FoundFiles {
  readonly files: readonly string[];
  /** Arguments and folders that lead to nothing. */
  readonly problems: readonly FindProblem[];
}

export interface FindProblem {
  /** As it was given, or below a folder that was. */
  readonly path: string;
  /** The end of a sentence that begins with the path. */
  readonly why: string;
}

/** Folders that hold other people's files; looked into only where an argument leads there. */
const ignore = ['**/node_modules/**', '**/.git/**'];

/**
 * The files behind arguments, each once, in the order of the arguments and sorted below a folder: files, folders (their
 * YAML files and shell scripts, at any depth) and glob patterns (those that match). Links to files are followed, links to folders
 * below an argument are not: one to a folder above would lead round in circles. An abort ends the search early.
 */
export async function findFiles(args: readonly string[], signal?: AbortSignal): Promise<FoundFiles> {
  const files = new Map<string, string>();
  const problems: FindProblem[] = [];
  for (const arg of args) {
    for (const file of await filesOf(arg, problems, signal)) {
      if (!files.has(resolve(file))) files.set(resolve(file), file);
    }
  }
  return { files: [...files.values()], problems };
}

async function filesOf(
  arg: string,
  problems: FindProblem[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const path = slashes(arg);
  try {
    if (!(await stat(arg)).isDirectory()) return [path];
    return await matching(path.replace(/\/*$/, '/'), '**/*', problems, signal);
  } catch (reason) {
    if (!patternCharacter.test(path)) {
      problems.push({ path: arg === '' ? "''" : arg, why: readFailure(reason) });
      return [];
    }
  }
  const before = problems.length;
  const { base, pattern } = splitPattern(path);
  const found = alternativesOverFolders.test(pattern)
    ? (await matching(base, '**/*', problems, signal)).filter((file) =>
        matchesPattern(pattern, file.slice(prefixOf(base).length)),
      )
    : await matching(base, pattern, problems, signal);
  if (found.length === 0 && problems.length === before)
    problems.push({ path: arg, why: 'no YAML file or script matches this pattern' });
  return found;
}

const patternCharacter = /[\\*?![\]{}()]/;

/** `{a/b,c}` and `@(a/b)`, of which the search finds only some. */
const alternativesOverFolders = /[{(][^})]*\//;

/** A pattern's folder, with its slash or empty, and what is left: searches that begin elsewhere miss files. */
function splitPattern(path: string): { readonly base: string; readonly pattern: string } {
  const parts = path.split('/');
  const dynamic = parts.findIndex((part) => patternCharacter.test(part));
  const base = parts.slice(0, dynamic).map((part) => `${part}/`);
  return { base: base.join(''), pattern: parts.slice(dynamic).join('/') };
}

async function matching(
  base: string,
  pattern: string,
  problems: FindProblem[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const cwd = resolve(base);
  if (process.platform !== 'win32' && cwd.includes('\\')) {
    problems.push({
      path: shownPath(cwd),
      why: 'a folder with a backslash in its path cannot be searched; name its files',
    });
    return [];
  }
  const files = await glob(pattern, {
    cwd,
    ignore,
    expandDirectories: false,
    onlyFiles: true,
    followSymbolicLinks: false,
    fs: { readdir: readdirOf(problems) },
    ...(signal ? { signal } : {}),
  });
  return files
    .filter(isCarrierName)
    .sort()
    .map((file) => `${prefixOf(base)}${file}`);
}

/** What stands before the names of files below a folder. */
function prefixOf(base: string): string {
  return base.replace(/^(?:\.\/+)+/, '');
}

/** Reads folders for the search: says which it may not read, and shows links to files as files. */
function readdirOf(problems: FindProblem[]): NonNullable<NonNullable<GlobOptions['fs']>['readdir']> {
  const read = (
    folder: string,
    options: { readonly withFileTypes: true },
    done: (error: Error | null, entries?: readonly Pick<Dirent, 'name' | 'isFile' | 'isDirectory'>[]) => void,
  ): void => {
    readdir(folder, options, async (error, entries) => {
      // A folder that is gone by now holds nothing.
      if (error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
        problems.push({ path: shownPath(resolve(folder)), why: readFailure(error) });
      }
      done(error, error ? undefined : await Promise.all(entries.map((entry) => throughLink(folder, entry))));
    });
  };
  return read as NonNullable<GlobOptions['fs']>['readdir'] & {};
}

/** A link that leads nowhere counts as a file: reading it will say so. */
async function throughLink(folder: string, entry: Dirent): Promise<Pick<Dirent, 'name' | 'isFile' | 'isDirectory'>> {
  if (!entry.isSymbolicLink() || !isCarrierName(entry.name)) return entry;
  const isFile = await stat(resolve(folder, entry.name)).then(
    (stats) => stats.isFile(),
    () => true,
  );
  return Object.assign(Object.create(entry), { isFile: () => isFile, isSymbolicLink: () => false });
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
