/** Where the pages of all rules are, with a slash at the end, given the project's home page. */
export function ruleFolderAddress(homepage: string): string {
  return `${homepage.replace(/[#?].*$/, '').replace(/\/+$/, '')}/blob/main/docs/rules/`;
}

/** The address of a rule's page. */
export function ruleAddress(homepage: string, code: string): string {
  return `${ruleFolderAddress(homepage)}${encodeURIComponent(code)}.md`;
}
