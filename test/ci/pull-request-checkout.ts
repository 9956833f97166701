import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface PullRequestCheckout {
  readonly workspace: string;
  /** What GitHub says of the pull request 7. */
  readonly event: {
    readonly pull_request: {
      readonly number: number;
      readonly head: { readonly sha: string };
      readonly base: { readonly sha: string };
    };
  };
}

/** Files by their path; undefined for one that is removed. */
export type FileChanges = Readonly<Record<string, string | undefined>>;

/** Runs git with an identity of its own and no configuration of the machine; returns its standard output. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      // The same files give the same commits.
      GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    },
  }).trim();
}

/** A pull request, and what the base branch got after it left. */
export interface PullRequestFiles {
  readonly base: FileChanges;
  readonly changes: FileChanges;
  readonly later?: FileChanges;
}

/**
 * What a workflow finds after its checkout of a pull request: the merge commit, or with `ref` the branch `feature` itself;
 * alone, or with `history` as a whole clone of that branch. The remote has a branch `release` besides, like the base.
 */
export function pullRequestCheckout(
  scratch: string,
  files: PullRequestFiles,
  { ref = 'merged', history = false }: { readonly ref?: string; readonly history?: boolean } = {},
): PullRequestCheckout {
  const folder = mkdtempSync(join(scratch, 'repository-'));
  const origin = join(folder, 'origin');
  mkdirSync(origin);
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const left = commit(origin, files.base);
  git(origin, 'checkout', '--quiet', '-b', 'feature');
  const head = commit(origin, files.changes);
  git(origin, 'checkout', '--quiet', '-b', 'release', left);
  commit(origin, {});
  git(origin, 'checkout', '--quiet', 'main');
  if (files.later) commit(origin, files.later);
  git(origin, 'checkout', '--quiet', '-b', 'merged');
  git(origin, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature');
  const workspace = join(folder, 'workspace');
  const depth = history ? [] : ['--depth=1'];
  const remote = pathToFileURL(origin).href;
  git(folder, 'clone', '--quiet', '--single-branch', ...depth, `--branch=${ref}`, remote, workspace);
  // What the event says of the base may lag behind what was merged.
  const base = ref === 'merged' ? left : git(origin, 'rev-parse', 'main');
  return { workspace, event: { pull_request: { number: 7, head: { sha: head }, base: { sha: base } } } };
}

function commit(folder: string, files: FileChanges): string {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    if (text === undefined) git(folder, 'rm', '--quiet', name);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Change');
  return git(folder, 'rev-parse', 'HEAD');
}
