import { readFile, stat } from 'node:fs/promises';
import type { Output } from './command-context';

/** The text of a file of at most so many bytes; undefined where a line has said why there is none. */
export async function readTextFile(
  file: string,
  most: { readonly bytes: number; readonly otherwise: string },
  error: Output['error'],
): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > most.bytes) {
      error(`${file}: ${most.otherwise}`);
      return undefined;
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (reason) {
    const code = (reason as NodeJS.ErrnoException).code;
    const why =
      reason instanceof TypeError
        ? 'is not UTF-8 text'
        : code === 'ENOENT'
          ? 'no such file'
          : code === 'EISDIR'
            ? 'is a folder; name a file in it'
            : `cannot be read: ${reason instanceof Error ? reason.message : String(reason)}`;
    error(`${file}: ${why}`);
    return undefined;
  }
}
