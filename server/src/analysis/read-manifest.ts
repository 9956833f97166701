import { readFile } from 'node:fs/promises';

/** A manifest in another encoding is refused rather than read with its letters replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a manifest, with its byte order mark. Rejects where it cannot be read (see `readFailure`). */
export async function readManifest(path: string): Promise<string> {
  return utf8.decode(await readFile(path));
}

/** Why a file could not be read, as the end of a sentence. */
export function readFailure(reason: unknown): string {
  const code = (reason as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'EACCES' ? 'reading it is not permitted' : String(reason instanceof Error ? reason.message : reason);
}
