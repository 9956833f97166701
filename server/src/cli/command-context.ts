import type { Command } from 'commander';

/** Where a command writes: results, and lines for people. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** What a command has of the program it runs in. */
export interface CommandContext extends Output {
  /** Sets the exit status; the last call counts. */
  readonly exit: (status: number) => void;
  /** A signal that aborts at the first Ctrl+C; a second one ends the program as usual. */
  readonly interrupted: () => AbortSignal;
  /** Runs work during which no signal can be heard: meanwhile the first Ctrl+C ends the program, with status 130. */
  readonly blocking: <T>(work: () => T) => T;
}

/** A command line that cannot be run: one sentence without its full stop. Ends the program with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command's entry in the program: its words and options, and what they ask of `run`. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Does what a command line asks for; returns the exit status. */
export type RunCommand<Asked> = (asked: Asked, context: CommandContext) => Promise<number>;
