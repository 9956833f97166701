import picomatch from 'picomatch';

/** `*` in one name and in a whole pattern at most: with more of them, a hostile pattern would take hours on a long path. */
const mostInName = 3;
const mostInPattern = 4;

/**
 * Whether a path matches one of the patterns. The path is relative to the patterns' folder and has forward slashes; a
 * pattern without a slash matches names at any depth. Undefined patterns match everything, refused ones nothing.
 */
export function matchesFiles(patterns: readonly string[] | undefined, path: string): boolean {
  if (patterns === undefined) return true;
  return patterns.some((pattern) => patternProblem(pattern) === undefined && matchesPattern(pattern, path));
}

/** Whether one pattern matches the path, however long that takes. */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.replace(/^\.\//, '');
  return picomatch.isMatch(path, anchored, { dot: true, noextglob: true, basename: !anchored.includes('/') });
}

/** Why a pattern is refused, as the end of a sentence that begins with it; undefined where it is not. */
export function patternProblem(pattern: string): string | undefined {
  const counts = pattern
    .split('/')
    .filter((name) => name !== '**')
    .map((name) => name.split('*').length - 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (Math.max(...counts, 0) <= mostInName && total <= mostInPattern) return undefined;
  return `has too many \`*\`; use at most ${mostInName} in a name and ${mostInPattern} in all, besides \`**/\``;
}
