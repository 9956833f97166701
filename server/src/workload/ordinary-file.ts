import { readFile, realpath, stat } from 'node:fs/promises';

/** Files of the kernel: some end never, and none is what somebody keeps. */
const ofKernel = /^\/(?:proc|sys|dev)\//;

/**
 * Whether a file that somebody refers to is one that is kept and ends; rejects with the system's error where there is none.
 * Folders are left to who reads them.
 */
export async function isOrdinary(path: string): Promise<boolean> {
  const stats = await stat(path);
  return stats.isDirectory() || (stats.isFile() && !ofKernel.test(await realpath(path)));
}

/** The content of a file that somebody refers to. Rejects for one that may never end, with the end of a sentence about it. */
export async function readOrdinaryFile(path: string): Promise<Buffer> {
  if (!(await isOrdinary(path))) throw new Error('is not an ordinary file');
  return readFile(path);
}
