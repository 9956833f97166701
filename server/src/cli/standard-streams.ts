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
