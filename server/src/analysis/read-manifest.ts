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
