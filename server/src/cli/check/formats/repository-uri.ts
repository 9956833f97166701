/** A path with forward slashes as a relative reference, each part percent-encoded. */
export function repositoryUri(path: string): string {
  // Half of a surrogate pair, as a name on Windows may have it, has no encoding.
  return path
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
