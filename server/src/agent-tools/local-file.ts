import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { readFailure } from '../analysis/read-manifest';
import { referencePath } from '../analysis/reference-path';
import { manifestSizeLimit } from '../rules/document/file-too-large';
import { formatCount } from '../text/format';
import { ToolRefusal } from './tool';

/** UTF-8 has at most so many bytes for each unit of UTF-16, which is what the limit of a manifest counts. */
const mostBytes = 3 * manifestSizeLimit;

/** The absolute path that an agent's path names, relative ones from `folder`. Throws `ToolRefusal` for what is not local. */
export function localPath(folder: string | undefined, path: string): string {
  const target = referencePath(
    folder === undefined
      ? { kind: 'none', why: 'no folder is open here; give an absolute path' }
      : { kind: 'folder', path: folder },
    path,
  );
  if ('message' in target) throw new ToolRefusal(target.message);
  return target.path;
}

/**
 * Rejects with `ToolRefusal` for a file that cannot be read, or would take the memory of the program: an agent's path may
 * be anything. `asked` is the path as the agent wrote it.
 */
export async function checkOpenable(file: string, asked: string): Promise<void> {
  const found = await stat(file).catch((reason: unknown) => {
    throw new ToolRefusal(`${unreadable(file, asked)}: ${readFailure(reason)}.`);
  });
  if (found.isDirectory()) throw new ToolRefusal(`${quotePath(asked)} is a folder; give the path of a manifest in it.`);
  if (!found.isFile()) throw new ToolRefusal(`${quotePath(asked)} is not a regular file; give the path of a manifest.`);
  if (found.size > mostBytes) {
    throw new ToolRefusal(
      `${quotePath(asked)} has ${formatCount(found.size)} bytes; manifests of up to ${formatCount(manifestSizeLimit)} characters are read.`,
    );
  }
}

/** Passes on what a reading came to; its failure becomes a `ToolRefusal`. */
export async function readingOf<T>(file: string, asked: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (reason) {
    const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
    if (typeof code !== 'string') throw reason;
    throw new ToolRefusal(`${unreadable(file, asked)}: ${readFailure(reason)}.`);
  }
}

function unreadable(file: string, asked: string): string {
  return `Cannot read ${quotePath(asked)}${isAbsolute(asked) ? '' : `, taken for ${quotePath(file)}`}`;
}

/** A path in backquotes, in full unless it is very long: its end is what an agent got wrong. */
function quotePath(path: string): string {
  const line = path.replaceAll(/[`\p{Cc}\u2028\u2029]+/gu, ' ');
  return `\`${line.length > 300 ? `...${line.slice(-297)}` : line}\``;
}
