import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { matchesFiles } from '../configuration/file-patterns';

/** What manifests are called, at any depth. */
export const manifestPatterns: readonly string[] = ['**/*.afd.yaml', '**/*.afd.yml', '**/afd.yaml', '**/afd.yml'];

/** The files that paths on the command line stand for. */
export interface FoundFiles {
  /** As the user gave them, or below a folder that the user gave; with forward slashes, each once. */
  readonly files: readonly string[];
  /** Paths that are neither a file nor a folder. */
  readonly missing: readonly string[];
}

/** Finds manifests: files as they are given, and those named like one below folders. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, string>();
  const missing: string[] = [];
  for (const path of paths) {
    const found = await filesOf(path);
    if (found === undefined) missing.push(path);
    for (const file of found ?? []) if (!files.has(resolve(file))) files.set(resolve(file), file.replaceAll('\\', '/'));
  }
  return { files: [...files.values()], missing };
}

/** Whether a folder is searched for a file of this name, given with forward slashes and relative to that folder. */
export function isManifestName(name: string): boolean {
  return matchesFiles(manifestPatterns, name) && !name.split('/').slice(0, -1).some(isSkipped);
}

async function filesOf(path: string): Promise<readonly string[] | undefined> {
  const kind = await stat(path).catch(() => undefined);
  return kind?.isDirectory() ? filesBelow(path) : kind && [path];
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(async (entry): Promise<readonly string[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : filesBelow(path);
      return matchesFiles(manifestPatterns, entry.name) ? [path] : [];
    });
  return (await Promise.all(found)).flat();
}

/** Folders that hold what others wrote. */
function isSkipped(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}
