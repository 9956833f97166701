import { readFile } from 'node:fs/promises';

/** A manifest in another encoding is refused rather than read with its letters replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a manifest, with its byte order mark. Rejects where it cannot be read (see `readFailure`). */
export async function readManifest(path: string): Promise<string> {
  return decodeManifest(await readFile(path));
}

/** The text that the bytes of a manifest stand for. Throws where they are not UTF-8 (see `readFailure`). */
export function decodeManifest(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Why a file could not be read, as the end of a sentence that begins with its name. */
export function readFailure(reason: unknown): string {
  const code = (reason as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  if (code === 'ELOOP') return 'is a link that leads to itself';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'ERR_FS_FILE_TOO_LARGE') return 'is too large to be read';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return code === undefined && reason instanceof Error ? reason.message : `cannot be read (${code ?? reason})`;
}
