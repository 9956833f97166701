import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readlink, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isProjectFile } from '../../analysis/project-files';
import { nameBelow } from '../../analysis/reach/name-below';
import { realPathOf } from '../../analysis/reach/real-path';
import type { ReadFrom } from '../../analysis/read-from';
import { Git, GitError } from './git';
import { type ChangedFile, changedFiles, renamedFiles } from './git-changes';
import { commitOf, rootOf } from './git-commit';
import { lfsContent } from './git-lfs';

/** Most links that lead to one file; more are a circle. */
const mostLinks = 20;

/** Longest list of names on one command line; Windows takes 32,767 characters. */
const mostNames = 8000;

/** What a path led to at the revision: a file that differs today, or one that is as it is today, or was not there yet. */
type Located =
  | { readonly path: string; readonly name: string; readonly blob: string }
  | { readonly path: string; readonly blob: undefined; readonly isNew: boolean };

/**
 * The files of a repository as they were at a revision. Names are relative to the repository's root, with forward
 * slashes; paths are absolute, and those of the working tree.
 */
export class GitRevision implements ReadFrom {
  private readonly copies = new Map<string, Promise<string>>();
  private copiesFolder: Promise<string> | undefined;
  private ownFolder: Promise<string> | undefined;

  private constructor(
    private readonly git: Git,
    /** Absolute path of the repository. */
    readonly root: string,
    readonly commit: string,
    /** By name. */
    private readonly changed: ReadonlyMap<string, ChangedFile>,
  ) {}

  /** The revision in the repository that `folder` lies in. Rejects with a `GitError` that says why there is none. */
  static async open(revision: string, folder: string, signal?: AbortSignal): Promise<GitRevision> {
    const inFolder = await Git.in(folder, signal);
    const root = await rootOf(inFolder, folder);
    const git = inFolder.at(root);
    const commit = await commitOf(git, revision, root);
    return new GitRevision(git, root, commit, await changedFiles(git, commit));
  }

  /** The name of a path that lies in the repository; empty for its root, undefined for paths outside. */
  async nameOf(path: string): Promise<string | undefined> {
    return nameBelow(this.root, path) ?? nameBelow(this.root, await realPathOf(path));
  }

  /** The path of a name. */
  pathOf(name: string): string {
    return join(this.root, ...name.split('/'));
  }

  /** Names of files that the revision has and the working tree has not. */
  get deleted(): readonly string[] {
    return [...this.changed].flatMap(([name, { blob, isDeleted }]) => (isDeleted && blob !== undefined ? [name] : []));
  }

  /** Which of the names the revision has as files. */
  async existing(names: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const some of inParts(names)) {
      const command = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', this.commit, '--'];
      const tree = await this.git.text([...command, ...some]);
      for (const [, name] of tree.matchAll(/\d+ blob [0-9a-f]+\t([^\0]+)\0/g)) found.add(name!);
    }
    return found;
  }

  /** Whether a name belongs to another repository inside this one, such as a submodule. */
  async isNested(name: string): Promise<boolean> {
    const parts = name.split('/').slice(0, -1);
    for (let count = 1; count <= parts.length; count++) {
      const own = join(this.pathOf(parts.slice(0, count).join('/')), '.git');
      if (await stat(own).catch(() => undefined)) return true;
    }
    return false;
  }

  /** The old name of each renamed file, by its new one, among files that match one of the patterns. */
  async renamed(patterns: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return renamedFiles(this.git, this.commit, patterns);
  }

  /**
   * Where to read a file as it was: a copy of the revision's where that differs, else its own place, also for files that
   * git does not track. Undefined for a configuration that the revision did not have yet. Rejects with a `GitError`.
   */
  async place(path: string): Promise<string | undefined> {
    const found = await this.locate(path, 0);
    if (found.blob !== undefined) return this.copyOf(found.name, found.blob);
    return found.isNew && isProjectFile(found.path) ? undefined : found.path;
  }

  /** Where links on the way of a path led at the revision. */
  async leadsTo(path: string): Promise<string> {
    const found = await this.locate(path, 0);
    return found.blob === undefined
      ? realPathOf(found.path)
      : join(await realPathOf(this.root), ...found.name.split('/'));
  }

  /** Removes the copies. */
  async dispose(): Promise<void> {
    const folder = await this.copiesFolder;
    if (folder === undefined) return;
    await Promise.allSettled(this.copies.values());
    await rm(folder, { recursive: true, force: true });
  }

  private async locate(path: string, links: number): Promise<Located> {
    const name = await this.nameOf(path);
    if (name === undefined || links > mostLinks) return { path, blob: undefined, isNew: false };
    const changed = this.changed.get(name);
    if (changed?.blob !== undefined && !changed.isLink) return { path, name, blob: changed.blob };
    if (changed && changed.blob === undefined) return { path, blob: undefined, isNew: true };
    const target = await this.linkOnTheWay(name);
    return target === undefined ? { path, blob: undefined, isNew: false } : this.locate(target, links + 1);
  }

  /** Where a name leads if it, or a folder on its way, was a link at the revision. */
  private async linkOnTheWay(name: string): Promise<string | undefined> {
    const parts = name.split('/');
    for (let count = 1; count <= parts.length; count++) {
      const path = this.pathOf(parts.slice(0, count).join('/'));
      const changed = this.changed.get(parts.slice(0, count).join('/'));
      const target = changed ? await this.targetOf(changed) : await readlink(path).catch(() => undefined);
      if (target !== undefined) return resolve(dirname(path), target, ...parts.slice(count));
    }
    return undefined;
  }

  private async targetOf({ blob, isLink }: ChangedFile): Promise<string | undefined> {
    return blob !== undefined && isLink ? this.git.text(['cat-file', 'blob', blob]) : undefined;
  }

  /** Absolute path of the repository's own folder, which several working trees may share. */
  private gitFolder(): Promise<string> {
    this.ownFolder ??= this.git
      .text(['rev-parse', '--git-common-dir'])
      .then((folder) => resolve(this.root, folder.replace(/\r?\n$/, '')));
    return this.ownFolder;
  }

  private copyOf(name: string, blob: string): Promise<string> {
    const copy = this.copies.get(name) ?? this.copy(name, blob);
    this.copies.set(name, copy);
    return copy;
  }

  /** Writes the file as a checkout would, at its name, so that its kind can be told; as old as the one it stands for. */
  private async copy(name: string, blob: string): Promise<string> {
    this.copiesFolder ??= mkdtemp(join(tmpdir(), 'afd-lens-base-'));
    const path = join(await this.copiesFolder, ...name.split('/'));
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'wx', 0o600);
    try {
      const { status, complaint } = await this.git.run(['cat-file', '--filters', `--path=${name}`, blob], file.fd);
      if (status !== 0) throw new GitError(`git has no copy of it here, and none is fetched: ${complaint}`);
    } finally {
      await file.close();
    }
    const content = await lfsContent(path, await this.gitFolder());
    if (content !== undefined) await copyFile(content, path, constants.COPYFILE_FICLONE);
    const current = await stat(this.pathOf(name)).catch(() => undefined);
    if (current) await utimes(path, current.atime, current.mtime);
    return path;
  }
}

function* inParts(names: readonly string[]): Generator<readonly string[]> {
  let part: string[] = [];
  let length = 0;
  for (const name of names) {
    if (length + name.length > mostNames && part.length > 0) {
      yield part;
      [part, length] = [[], 0];
    }
    part.push(name);
    length += name.length + 1;
  }
  if (part.length > 0) yield part;
}
