/**
 * What is not seen as what it is: control characters, which a terminal obeys; line and paragraph separators; marks that
 * turn the direction of the text around; a byte order mark; halves of surrogate pairs.
 */
const hidden = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const hiddenButLineFeed = new RegExp(`(?!\\n)${hidden.source}`, 'gu');

/** The text on one line, with every such character as `\u001b`; safe to print, and valid in XML. */
export function visible(text: string): string {
  return text.replace(hidden, escaped);
}

/** A value as indented JSON with a line break at its end, in which no such character stands as itself. */
export function visibleJson(value: unknown): string {
  // JSON has escaped the line feeds of its strings; those left are between its lines.
  return `${JSON.stringify(value, null, 2).replace(hiddenButLineFeed, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
