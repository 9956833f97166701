import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { URI } from 'vscode-uri';
import type { ReferenceBase } from '../analysis/reference-path';

/**
 * The folder a document's references are relative to. A read-only version of a file (`git:` and the like) carries the
 * real file's path, so its references resolve beside that file. An unnamed document uses the workspace folder.
 */
export function referenceBase(uri: string, workspaceFolder: string | undefined): ReferenceBase {
  const parsed = URI.parse(uri);
  if (parsed.scheme === 'file') return { kind: 'folder', path: dirname(parsed.fsPath) };
  const folder = dirname(URI.file(parsed.path).fsPath);
  if (/^(?:[\\/]|[a-z]:)/i.test(parsed.path) && folder !== dirname(folder) && existsSync(folder))
    return { kind: 'folder', path: folder };
  if (parsed.scheme === 'untitled') {
    return workspaceFolder === undefined
      ? { kind: 'none', why: 'save this document first' }
      : { kind: 'folder', path: workspaceFolder };
  }
  return { kind: 'none', why: 'this document is not on the local disk' };
}
