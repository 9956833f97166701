import { writeFile } from 'node:fs/promises';
import { plainWord } from '../text/format';
import type { Output } from './command-context';
import { whyNoNewFile, writeFailure, writeNewFile } from './new-file';

/**
 * Whether files can be made there, before any work, although only the writing itself can be sure; if not, a line has
 * said why.
 */
export async function canWriteResults(
  paths: readonly string[],
  force: boolean,
  error: Output['error'],
): Promise<boolean> {
  for (const path of force ? [] : paths) {
    const why = await whyNoNewFile(path);
    if (why === undefined) continue;
    error(`${path}: ${orForce(why)}`);
    return false;
  }
  return true;
}

/** Whether the file could be written; a line says so, or why not. `force`: over what is there. */
export async function writeResult(
  path: string,
  text: string,
  force: boolean,
  error: Output['error'],
): Promise<boolean> {
  try {
    if (force) await writeFile(path, text);
    else await writeNewFile(path, text);
  } catch (reason) {
    error(`${path}: ${orForce(writeFailure(reason))}`);
    return false;
  }
  error(`wrote ${plainWord(path)}`);
  return true;
}

/** A drawing in the forms that its file may have. */
export interface Drawing {
  readonly svg: () => string;
  readonly html: () => string;
}

/** Whether the drawing could be written, in the form that the file's ending names; a line says so, or why not. */
export function writeDrawing(
  path: string,
  { svg, html }: Drawing,
  force: boolean,
  error: Output['error'],
): Promise<boolean> {
  return writeResult(path, /\.svg$/i.test(path) ? svg() : html(), force, error);
}

function orForce(why: string): string {
  return why.replace('give another --output', 'give another name, or --force');
}
