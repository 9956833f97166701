import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isOurName, mayBeOurs, ourShare } from '../../analysis/our-share';
import { realPathOf } from '../../analysis/reach/real-path';
import { decodeManifest } from '../../analysis/read-manifest';
import { isConfigurationPath } from '../../configuration/configuration';
import { matchesFiles } from '../../configuration/file-patterns';
import { type FoundFiles, findFiles } from '../find-files';

/** What manifests are called, at any depth. */
export const manifestPatterns: readonly string[] = ['**/*.afd.yaml', '**/*.afd.yml', '**/afd.yaml', '**/afd.yml'];

/** The manifests among the files that paths on the command line stand for; what cannot be read is one, to be reported. */
export async function findManifests(paths: readonly string[]): Promise<FoundFiles> {
  const { files, problems } = await findFiles(paths);
  const ours = await Promise.all(files.map(isManifest));
  return { files: files.filter((_, index) => ours[index]), problems };
}

/** Whether a folder is searched for a file of this name, given with forward slashes and relative to that folder. */
export function isManifestName(name: string): boolean {
  return matchesFiles(manifestPatterns, name) && !name.split('/').slice(0, -1).some(isSkipped);
}

async function isManifest(file: string): Promise<boolean> {
  const real = await realPathOf(resolve(file));
  if (isOurName(real)) return !isConfigurationPath(real);
  try {
    const content = await readFile(file);
    // Files of others need not be valid UTF-8.
    return mayBeOurs(real, content) && ourShare(real, decodeManifest(content)) !== undefined;
  } catch {
    return true;
  }
}

/** Folders that hold what others wrote. */
function isSkipped(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}
