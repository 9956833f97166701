import { type FileHandle, open } from 'node:fs/promises';

/**
 * Replaces a file's text, in place, so that links, owner and permissions stay. Rejects where the file no longer holds
 * `before` (somebody saved it meanwhile) or cannot be written; it then holds what it held.
 */
export async function overwriteFile(path: string, before: string, after: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const [found, wanted] = [await file.readFile(), Buffer.from(after)];
    // Another name of the same file was first.
    if (found.equals(wanted)) return;
    if (!found.equals(Buffer.from(before))) throw new Error('it changed while it was checked; run again');
    try {
      await put(file, wanted);
    } catch (reason) {
      // A full disk, for instance: what was there before has room there again.
      await put(file, found);
      throw reason;
    }
  } finally {
    await file.close();
  }
}

/** Writes over the old bytes and cuts off what is left of them: an emptied file would be lost if the next step failed. */
async function put(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
  await file.truncate(bytes.length);
}
