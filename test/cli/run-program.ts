import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandRun } from './run-command';

/** The program that ships. */
export const program = resolve('dist/cli.js');

const bundle = resolve('dist/programs.js');

/** The same as a text that runs without a place of its own. */
export function programText(): string {
  return `${readFileSync(bundle, 'utf8')};exports.cli();`;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the shipped program in a process of its own. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): CommandRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 200e6,
    ...options,
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env },
  });
  return { status: status ?? -1, out: stdout, error: stderr };
}

/**
 * The same as a user who may do in `cwd` only what its `mode` lets everybody do: the superuser may read and write
 * everything. The program is given as text, since its folder may be closed to others.
 */
export function runWithoutRights(args: readonly string[], cwd: string, mode = 0o755): CommandRun {
  chmodSync(cwd, mode);
  const asNobody = process.geteuid?.() === 0 ? { uid: 65534 } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-'], {
    encoding: 'utf8',
    cwd,
    input: `process.argv = ['node', 'afd-lens', ...${JSON.stringify(args)}];${programText()}`,
    ...asNobody,
  });
  return { status: status ?? -1, out: stdout, error: stderr };
}
