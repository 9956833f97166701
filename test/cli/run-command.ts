import { Command } from 'commander';
import type { AddCommand, CommandContext } from '../../server/src/cli/command-context';

/** What a command wrote and the status it set. */
export interface CommandRun {
  status: number;
  out: string;
  error: string;
}

/** A context that keeps what is written; `error` lines end with a line break each. */
export function recordingContext(
  signal = new AbortController().signal,
): CommandContext & { readonly run: Readonly<CommandRun> } {
  const run: CommandRun = { status: 0, out: '', error: '' };
  return {
    run,
    out: (text) => {
      run.out += text;
    },
    error: (line) => {
      run.error += `${line}\n`;
    },
    exit: (status) => {
      run.status = status;
    },
    interrupted: () => signal,
    blocking: (work) => work(),
  };
}

/** Runs one command in this process. Rejects with what the command line refuses. */
export async function runCommand(add: AddCommand, args: readonly string[], signal?: AbortSignal): Promise<CommandRun> {
  const context = recordingContext(signal);
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  add(program, context);
  await program.parseAsync(args, { from: 'user' });
  return context.run;
}
