import { lstat, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that is not there yet; what stands at the path, a dangling link included, is never touched. Rejects where it cannot. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text).finally(() => file.close());
  } catch (reason) {
    // Half a file, of a full disk for instance, is worse than none; it is ours, as `open` made it.
    await unlink(path).catch(() => undefined);
    throw reason;
  }
}

/** Why a file cannot be made at that path, as the end of a sentence; undefined where only trying will tell. */
export async function whyNoNewFile(path: string): Promise<string | undefined> {
  const isTaken = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isTaken) return taken;
  const hasFolder = await stat(dirname(path)).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return hasFolder ? undefined : noFolder;
}

const taken = 'exists already and is left as it is; give another --output';
const noFolder = 'its folder does not exist; create it first';

/** Why a file could not be written, as the end of a sentence. */
export function writeFailure(reason: unknown): string {
  switch ((reason as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return taken;
    case 'ENOENT':
    case 'ENOTDIR':
      return noFolder;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'writing there is not permitted';
    case 'EISDIR':
      return 'is a folder; name a file in it';
    default:
      return `cannot be written: ${reason instanceof Error ? reason.message : String(reason)}`;
  }
}
