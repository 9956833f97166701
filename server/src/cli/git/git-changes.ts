import type { Git } from './git';

/** A tracked file that differs between the revision and the working tree. */
export interface ChangedFile {
  /** Undefined where the revision has no such file. */
  readonly blob: string | undefined;
  readonly isLink: boolean;
  /** True where the working tree lacks it, or git tracks it no more. */
  readonly isDeleted: boolean;
}

const diffArguments = [
  'diff',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
];

/** Tracked files that differ from the revision; all others are the same there, or not tracked. */
export async function changedFiles(git: Git, commit: string): Promise<ReadonlyMap<string, ChangedFile>> {
  const fields = (await git.text([...diffArguments, '--no-renames', commit, '--'])).split('\0');
  const changed = new Map<string, ChangedFile>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [mode, , blob, , status] = fields[at]!.replace(/^:/, '').split(' ');
    const isFile = mode === '100644' || mode === '100755' || mode === '120000';
    if (!isFile && mode !== '000000') continue;
    changed.set(fields[at + 1]!, {
      blob: isFile ? blob : undefined,
      isLink: mode === '120000',
      isDeleted: status === 'D',
    });
  }
  return changed;
}

/** The old name of each renamed file, by its new one, among files that match one of the patterns. */
export async function renamedFiles(
  git: Git,
  commit: string,
  patterns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const args = ['--glob-pathspecs', ...diffArguments, '-M', '--diff-filter=R', commit, '--', ...patterns];
  const fields = (await git.text(args)).split('\0');
  const renames = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) renames.set(fields[at + 2]!, fields[at + 1]!);
  return renames;
}
