import { resolve } from 'node:path';
import { visible } from '../check/formats/visible-text';
import { type Git, GitError } from './git';

/** Absolute path of the repository that git's folder lies in. Rejects with a `GitError` that says why there is none. */
export async function rootOf(git: Git, folder: string): Promise<string> {
  const { status, out, complaint } = await git.run(['rev-parse', '--show-toplevel']);
  if (status === 0) return resolve(out.toString('utf8').replace(/\r?\n$/, ''));
  if (/not a git repository/i.test(complaint)) {
    throw new GitError(`${folder} lies in no git repository; give --base a file or a folder to compare with`, true);
  }
  throw new GitError(`git: ${complaint}`);
}

/**
 * The commit of a revision; of `REV...` the last one it shares with the commit checked out. Rejects with a `GitError`
 * that says what to do.
 */
export async function commitOf(git: Git, revision: string, root: string): Promise<string> {
  const [, branch] = /^(.+)\.\.\.(?:HEAD)?$/.exec(revision) ?? [];
  const commit = await singleCommit(git, branch ?? revision);
  if (commit === undefined) throw new GitError(await unknownRevision(git, branch ?? revision, root), true);
  if (branch === undefined) return commit;
  const { status, out } = await git.run(['merge-base', commit, 'HEAD']);
  if (status === 0) return out.toString('utf8').trim();
  throw new GitError(`'${visible(branch)}' and HEAD share no commit in ${root}${await shallowAdvice(git)}`);
}

async function singleCommit(git: Git, revision: string): Promise<string | undefined> {
  // No revision begins with a dash; git would take it for an option.
  if (revision.startsWith('-')) return undefined;
  const { status, out } = await git.run(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`, '--']);
  const [first = ''] = out.toString('utf8').split('\n');
  return status === 0 && /^[0-9a-f]{40,64}$/.test(first) ? first : undefined;
}

async function unknownRevision(git: Git, revision: string, root: string): Promise<string> {
  const advice = (await shallowAdvice(git)) || '; see git branch --all and git tag for what there is, or git fetch it';
  return `'${visible(revision)}' is no revision of the git repository ${root}, and no file${advice}`;
}

async function shallowAdvice(git: Git): Promise<string> {
  const { out } = await git.run(['rev-parse', '--is-shallow-repository']);
  return out.toString('utf8').trim() === 'true'
    ? '; the clone is shallow: fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in CI)'
    : '';
}
