import { writeFailure } from './new-file';

/**
 * Lets the program end with its own status where nobody reads what it writes (`| head`), and with status 2 and one line
 * where it cannot be written. Without it Node ends with a stack trace.
 */
export function guardStandardStreams({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'> = process): void {
  let isSaid = false;
  stdout.on('error', (reason: NodeJS.ErrnoException) => {
    if (reason.code === 'EPIPE') return;
    // Whatever status the command sets meanwhile: its result is lost.
    process.once('exit', () => {
      process.exitCode = 2;
    });
    if (!isSaid) stderr.write(`afd-lens: standard output: ${writeFailure(reason)}\n`);
    isSaid = true;
  });
  stderr.on('error', () => undefined);
}

/** Whether to colour what goes to a stream: on a terminal, unless NO_COLOR is set; elsewhere only with FORCE_COLOR. */
export function useColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
