import { sep } from 'node:path';
import { nameBelow } from '../analysis/reach/name-below';

/** A path as people want to read it: relative to the working folder where it lies below it, with forward slashes. */
export function shownPath(path: string): string {
  return nameBelow(process.cwd(), path) || path.replaceAll(sep, '/');
}
