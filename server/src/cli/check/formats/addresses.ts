/** Where the pages of all rules are, with a slash at the end, given the project's home page. */
export function ruleFolderAddress(homepage: string): string {
  return `${homepage.replace(/[#?].*$/, '').replace(/\/+$/, '')}/blob/main/docs/rules/`;
}

/** The address of a rule's page. */
export function ruleAddress(homepage: string, code: string): string {
  return `${ruleFolderAddress(homepage)}${encodeURIComponent(code)}.md`;
}

/** A path with forward slashes as a relative reference, each part percent-encoded. */
export function repositoryUri(path: string): string {
  // Half of a surrogate pair, as a name on Windows may have it, has no encoding.
  return path
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
