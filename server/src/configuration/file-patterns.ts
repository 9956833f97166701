import picomatch from 'picomatch';

/**
 * Whether a path matches one of the patterns. The path is relative to the patterns' folder and has forward slashes; a
 * pattern without a slash matches names at any depth. Undefined patterns match everything.
 */
export function matchesFiles(patterns: readonly string[] | undefined, path: string): boolean {
  if (patterns === undefined) return true;
  return patterns.some((pattern) => {
    const anchored = pattern.replace(/^\.\//, '');
    return picomatch.isMatch(path, anchored, { dot: true, basename: !anchored.includes('/') });
  });
}
