import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { nameBelow } from '../../analysis/reach/name-below';
import type { ReadFrom } from '../../analysis/read-from';
import { matchesPattern } from '../../configuration/file-patterns';
import { UsageError } from '../command-context';
import { GitError } from '../git/git';
import { GitRevision } from '../git/git-revision';
import { shownPath } from '../shown-path';
import { findManifests, isManifestName, manifestPatterns } from './diff-files';

/** The two sides of one file. */
export interface FilePair {
  readonly after: string | undefined;
  readonly before: string | undefined;
  /** Whether the file had another name before. */
  readonly renamed: boolean;
}

/** What the files are compared with. */
export interface DiffBase {
  /** As the user gave it. */
  readonly name: string;
  /** Undefined where the base is a file or a folder. */
  readonly commit: string | undefined;
  readonly pairs: readonly FilePair[];
  /** Paths that cannot be compared, one line each. */
  readonly problems: readonly string[];
  /** Where the base's files are read from. */
  readonly readFrom: ReadFrom | undefined;
  dispose(): Promise<void>;
}

/**
 * The base that `--base` names: a path with a separator that exists, else a revision, else a path without a separator.
 * Rejects with a `GitError` or a `UsageError`. The caller disposes of it.
 */
export async function openBase(base: string, paths: readonly string[], signal?: AbortSignal): Promise<DiffBase> {
  const isPath = await exists(base);
  if (isPath && /[\\/]/.test(base)) return fileBase(base, paths);
  try {
    return await revisionBase(base, paths, signal);
  } catch (reason) {
    if (isPath && reason instanceof GitError && reason.isUnknown) return fileBase(base, paths);
    throw reason;
  }
}

/** One manifest against one, or a folder's against those of the same relative name in another. */
async function fileBase(base: string, paths: readonly string[]): Promise<DiffBase> {
  const { files, problems: unfound } = await findManifests(paths);
  const problems = unfound.map(({ path, why }) => `${path}: ${why}`);
  const shared = { name: base, commit: undefined, problems, readFrom: undefined, dispose: async () => {} };
  if (problems.length > 0) return { ...shared, pairs: [] };
  if (!(await isFolder(base))) {
    const [only] = files;
    if (only === undefined || files.length > 1) {
      throw new UsageError(`--base ${base} is one file; give the one manifest to compare with it`);
    }
    return { ...shared, pairs: [{ after: only, before: base, renamed: false }] };
  }
  const [folder] = paths;
  if (folder === undefined || paths.length > 1 || !(await isFolder(folder))) {
    throw new UsageError(`--base ${base} is a folder; give the one folder to compare with it`);
  }
  return { ...shared, pairs: pairsOfFolders(folder, files, base, (await findManifests([base])).files) };
}

function pairsOfFolders(
  folder: string,
  files: readonly string[],
  base: string,
  baseFiles: readonly string[],
): readonly FilePair[] {
  // One folder may lie in the other.
  const now = byName(folder, files, base);
  const then = byName(base, baseFiles, folder);
  return [...new Set([...now.keys(), ...then.keys()])].map((name) => ({
    after: now.get(name),
    before: then.get(name),
    renamed: false,
  }));
}

/** Files by their name relative to their folder, without those that belong to the other folder inside it. */
function byName(folder: string, files: readonly string[], other: string): ReadonlyMap<string, string> {
  const isNested = Boolean(nameBelow(resolve(folder), resolve(other)));
  return new Map(
    files.flatMap((file) => {
      const name = nameBelow(resolve(folder), resolve(file));
      const isOthers = isNested && nameBelow(resolve(other), resolve(file)) !== undefined;
      return name === undefined || isOthers ? [] : [[name, file] as const];
    }),
  );
}

async function revisionBase(base: string, paths: readonly string[], signal?: AbortSignal): Promise<DiffBase> {
  const { files, problems: unfound } = await findManifests(paths);
  const revision = await GitRevision.open(base, await existingFolder(resolve(paths[0] ?? '.')), signal);
  const names = new Map<string, string>();
  const problems: string[] = [];
  for (const file of files) {
    const name = await revision.nameOf(resolve(file));
    if (name === undefined) problems.push(`${file}: lies outside the git repository ${revision.root}`);
    else names.set(name, file);
  }
  const scopes = await Promise.all(paths.map((path) => scopeOf(revision, path)));
  for (const { path, why } of unfound) {
    const scope = scopes[paths.indexOf(path)];
    if (!scope || !revision.deleted.some(scope.covers)) problems.push(`${path}: ${why}`);
  }
  const { commit } = revision;
  return {
    name: base,
    commit,
    pairs: await pairsSince(revision, names, (name) => scopes.some(({ covers }) => covers(name))),
    problems,
    readFrom: revision,
    dispose: () => revision.dispose(),
  };
}

/** `names`: the files of today by their name in the repository. `isAsked`: whether a deleted one would have been given. */
async function pairsSince(
  revision: GitRevision,
  names: ReadonlyMap<string, string>,
  isAsked: (name: string) => boolean,
): Promise<readonly FilePair[]> {
  const shown = (name: string): string => shownPath(revision.pathOf(name));
  const oldNames = await revision.renamed(manifestPatterns);
  const existing = await existingOf(revision, names);
  const pairs: FilePair[] = [];
  for (const [name, file] of names) {
    const old = oldNames.get(name);
    const before = old ?? (existing.has(name) ? name : undefined);
    if (before === undefined && (await revision.isNested(name))) continue;
    pairs.push({ after: file, before: before && shown(before), renamed: old !== undefined });
  }
  const moved = new Set([...names.keys()].map((name) => oldNames.get(name)));
  const removed = revision.deleted.filter((name) => isAsked(name) && !names.has(name) && !moved.has(name));
  return [...pairs, ...removed.map((name) => ({ after: undefined, before: shown(name), renamed: false }))];
}

/** The names that the revision has, also those that it has by another name behind a link. */
async function existingOf(revision: GitRevision, names: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
  const behind = new Map<string, string | undefined>();
  for (const [name, file] of names)
    behind.set(name, await revision.nameOf(await realpath(file).catch(() => resolve(file))));
  const asked = [...new Set([...names.keys(), ...behind.values()])].filter((name) => name !== undefined);
  const existing = await revision.existing(asked);
  return new Set(
    [...behind].flatMap(([name, real]) =>
      existing.has(name) || real === undefined || existing.has(real) ? [name] : [],
    ),
  );
}

/** Which names of a repository a path of the command line stands for. */
async function scopeOf(revision: GitRevision, path: string): Promise<{ readonly covers: (name: string) => boolean }> {
  const given = await revision.nameOf(resolve(path));
  if (given !== undefined && isDynamicPattern(path)) return { covers: (name) => matchesPattern(given, name) };
  const prefix = given === '' ? '' : `${given}/`;
  return {
    covers: (name) =>
      name === given || (given !== undefined && name.startsWith(prefix) && isManifestName(name.slice(prefix.length))),
  };
}

/** The folder itself, or the nearest one above it that exists. */
async function existingFolder(path: string): Promise<string> {
  return (await isFolder(path)) || dirname(path) === path ? path : existingFolder(dirname(path));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
