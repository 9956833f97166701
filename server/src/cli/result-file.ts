import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { plainWord } from '../text/format';
import type { Output } from './command-context';
import { whyNoNewFile, writeFailure, writeNewFile } from './new-file';

/** The name of a drawing, out of an option's text. */
export function plotFile(text: string): string {
  if (!/\.(?:svg|html?)$/i.test(text)) throw new InvalidArgumentError('Give a name that ends in .svg or .html.');
  return text;
}

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

function orForce(why: string): string {
  return why.replace('give another --output', 'give another name, or --force');
}
