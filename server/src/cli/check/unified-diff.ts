import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { shownPath } from '../shown-path';

/**
 * The change of a file as a unified diff for `git apply` and `patch -p1` in the working folder, or with `-d /` where the
 * file lies outside it; empty where nothing changed.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const name = shownPath(path).replace(/^(?:[a-z]:)?\//i, '');
  const diff = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  // A name with blanks ends at a tab; without one `patch` takes the first word for all of it.
  return diff.replaceAll(/^(?:---|\+\+\+) [ab]\/.* .*$/gm, (line, at: number) =>
    isHeader(diff, at) ? `${line}\t` : line,
  );
}

/** Changed lines may begin as headers do; the headers are the first two lines. */
function isHeader(diff: string, at: number): boolean {
  return at === 0 || at === diff.indexOf('\n') + 1;
}
