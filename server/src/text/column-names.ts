/** Longest word that may be the name of a column. */
const longestName = 40;

/**
 * Whether words of a file are the names of columns, as far as its first values tell: two of these or more are numbers, and
 * none of the words is. Other words may be anything, passwords too, and are not to be shown.
 */
export function areColumnNames(words: readonly string[], values: readonly unknown[]): boolean {
  return words.every(mayBeName) && values.filter(isNumber).length >= 2;
}

function mayBeName(word: string): boolean {
  return word.length <= longestName && !word.includes('=') && !isNumber(word);
}

function isNumber(value: unknown): boolean {
  const isText = typeof value === 'string' && value.trim() !== '';
  return (isText || typeof value === 'number') && Number.isFinite(Number(value));
}
