import { type StdioOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { visible } from '../check/formats/visible-text';

/** Why git gave no answer: one sentence without its full stop. */
export class GitError extends Error {
  override readonly name = 'GitError';

  /** `isUnknown`: there is no such revision, no repository or no git, so that a name can only mean a file. */
  constructor(
    message: string,
    readonly isUnknown = false,
  ) {
    super(message);
  }
}

/** What git wrote and how it ended. */
export interface GitAnswer {
  readonly status: number;
  readonly out: Buffer;
  /** Its complaint on one line, without a full stop. */
  readonly complaint: string;
}

/** What a caller's own git would take from here and this one must not: another repository, other path rules. */
const foreignVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
  'GIT_EXTERNAL_DIFF',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
];

/** Reads only: no lock, no hook, no question, and nothing fetched, neither missing objects nor files of Git LFS. */
const harmless = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_LFS_SKIP_SMUDGE: '1',
  LC_ALL: 'C',
};
const harmlessOptions = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '--no-pager'];

/** The git program in one folder. Its arguments are never seen by a shell. */
export class Git {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Rejects with a `GitError` where no git is installed. */
  static async in(folder: string, signal?: AbortSignal): Promise<Git> {
    const program = await findProgram();
    if (program === undefined) throw new GitError('no git program was found; install git, or give --base a file', true);
    return new Git(program, folder, signal);
  }

  /** Git in another folder. */
  at(folder: string): Git {
    return new Git(this.program, folder, this.signal);
  }

  /** Runs git, into an open file if one is given. Rejects with the signal's reason after an abort. */
  async run(args: readonly string[], into?: number): Promise<GitAnswer> {
    this.signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const stdio: StdioOptions = ['ignore', into ?? 'pipe', 'pipe'];
      const env = { ...process.env, ...harmless };
      for (const name of foreignVariables) Reflect.deleteProperty(env, name);
      const { signal } = this;
      const child = spawn(this.program, [...harmlessOptions, ...args], {
        cwd: this.folder,
        env,
        stdio,
        windowsHide: true,
        ...(signal ? { signal } : {}),
      });
      const out: Buffer[] = [];
      const error: Buffer[] = [];
      child.stdout?.on('data', (part: Buffer) => out.push(part));
      child.stderr?.on('data', (part: Buffer) => error.push(part));
      child.on('error', (reason) =>
        reject(signal?.aborted ? signal.reason : new GitError(`git cannot be started: ${reason.message}`)),
      );
      child.on('close', (status) => {
        resolve({ status: status ?? -1, out: Buffer.concat(out), complaint: complaintOf(Buffer.concat(error)) });
      });
    });
  }

  /** What git writes. Rejects with a `GitError` where it fails. */
  async text(args: readonly string[]): Promise<string> {
    const { status, out, complaint } = await this.run(args);
    if (status !== 0) throw new GitError(`git: ${complaint || `${args[0]} ended with status ${status}`}`);
    return out.toString('utf8');
  }
}

function complaintOf(error: Buffer): string {
  const text = error.toString('utf8').replaceAll(/^(?:fatal|error): /gm, '');
  return visible(text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, ''));
}

/** Looked up here, because Windows would also look into the working folder, where anything may lie. */
async function findProgram(): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const path = join(folder, name);
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return path;
  }
  return undefined;
}
