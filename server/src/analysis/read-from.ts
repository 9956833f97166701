import { realPathOf } from './reach/real-path';

/** Where files are read from instead of their own place. */
export interface ReadFrom {
  /** Undefined for a file that is to count as missing. */
  place(path: string): Promise<string | undefined>;
  /** Where links on the way of a path led there; what folders files are confined to is judged by that. */
  leadsTo(path: string): Promise<string>;
}

/** The place to read a file from. */
export async function placeToRead(path: string, readFrom: ReadFrom | undefined): Promise<string | undefined> {
  return readFrom ? readFrom.place(path) : path;
}

/** Where a path leads, links followed, in the place that it is read from. */
export async function whereItLeads(path: string, readFrom: ReadFrom | undefined): Promise<string> {
  return readFrom ? readFrom.leadsTo(path) : realPathOf(path);
}
