import { relative, sep } from 'node:path';

/** A path as people want to read it: relative to the working folder where it lies below it, with forward slashes. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path);
  return (/^\.\.(?:[\\/]|$)/.test(below) || below === '' ? path : below).replaceAll(sep, '/');
}
