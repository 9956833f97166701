// What a source imports, in every way that it can be written.

/** Each module that a text names, and whether only for its types. */
export function importsOf(text) {
  const ways =
    /(?:^(?:import|export) (type )?(?:[^'"`;]*?\bfrom )?|\b(?:import|require)\(\s*|\bimport\(\s*)['"`]([^'"`]+)['"`]/gm;
  return [...text.matchAll(ways)].map(([, type, specifier]) => ({ specifier, isType: type !== undefined }));
}

/** A text without its comments; addresses keep their slashes. */
export function withoutComments(text) {
  return text.replace(/\/\*.*?\*\/|(?<![:'"`\\])\/\/[^\n]*/gs, '');
}
