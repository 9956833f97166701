import { basename, dirname, resolve } from 'node:path';
import type { Configuration } from './configuration';

/** Folders that references may lead to, and who confines them to these. */
export interface Confinement {
  /** The folders as they are written there. */
  readonly roots: readonly string[];
  /** The same as absolute paths. */
  readonly folders: readonly string[];
  /** Where it is set, for people: `afd-lens.config.yaml`, `command line`. */
  readonly from: string;
  /** What to change to allow more: `allowedRoots` of a configuration, an option. */
  readonly setBy: string;
}

/** The confinement to folders that are relative to `folder`. */
export function confinementTo(
  roots: readonly string[],
  folder: string,
  origin: Omit<Confinement, 'roots' | 'folders'>,
): Confinement {
  return { roots, folders: roots.map((root) => resolve(folder, root)), ...origin };
}

/** The confinement that a configuration sets; undefined for one that sets none. */
export function confinementOf({ path, allowedRoots }: Configuration): Confinement | undefined {
  const from = basename(path);
  return allowedRoots && confinementTo(allowedRoots, dirname(path), { from, setBy: `\`allowedRoots\` in \`${from}\`` });
}
