import type { Confinement } from '../../configuration/confinement';
import { quote } from '../../text/format';
import { type ReadFrom, whereItLeads } from '../read-from';
import { nameBelow } from './name-below';
import { isBelow } from './real-path';

/** Roots that a message names at most. */
const mostRoots = 3;

/**
 * The first of the confinements that a path leaves, wherever links on its way lead, in the place that it is read from;
 * undefined where it keeps to all.
 */
export async function leftBy(
  confinements: readonly Confinement[],
  path: string,
  readFrom?: ReadFrom,
): Promise<Confinement | undefined> {
  if (confinements.length === 0) return undefined;
  const real = await whereItLeads(path, readFrom);
  for (const confinement of confinements) if (!(await isBelow(confinement.folders, real))) return confinement;
  return undefined;
}

/** The first of the confinements that a path leaves by a link, while it begins in one of its folders. */
export async function leftByLink(
  confinements: readonly Confinement[],
  path: string,
  readFrom?: ReadFrom,
): Promise<Confinement | undefined> {
  const around = confinements.filter(({ folders }) => folders.some((folder) => nameBelow(folder, path) !== undefined));
  return leftBy(around, path, readFrom);
}

/** Why a reference is not followed, in one sentence with what to do. */
export function refusal(reference: string, confinement: Confinement): string {
  return `${quote(reference)} is not read: ${confinedWords(confinement)}; add its folder there to allow it.`;
}

/** Why a file of ours is not read that is a link, as the end of a sentence that begins with its name. */
export function linkRefusal(confinement: Confinement): string {
  return `is a link that leads elsewhere, and ${confinedWords(confinement)}`;
}

/** What files are confined to and by what. */
function confinedWords({ roots, setBy }: Confinement): string {
  const shown = roots.slice(0, mostRoots).map(quote).join(', ');
  const more = roots.length > mostRoots ? ` and ${roots.length - mostRoots} more` : '';
  return `references are confined to ${shown}${more} by ${setBy}`;
}
