import { type Command, InvalidArgumentError } from 'commander';

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

/** A command's entry in the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** An option's text, which must say something. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** Reads a whole number from `least` out of an option's text. */
export function wholeNumber(least = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Give a whole number from ${least}.`);
    }
    return value;
  };
}
