import { type ParsedScript, parse } from 'unbash';

/** Longer texts are archives or data; a launch has some hundred lines. */
const maxLength = 200_000;
/** The parser looks through the rest of the text for each here-document; no launch has as many. */
const maxHereDocuments = 256;

/** The syntax tree of a script, of as much of it as is in order; undefined where the text is too long or too strange to be a launch. */
export function parseShell(text: string): ParsedScript | undefined {
  if (text.length > maxLength || hasManyHereDocuments(text)) return undefined;
  try {
    return parse(text);
  } catch {
    // The parser has no bound for every kind of nesting and may run out of stack.
    return undefined;
  }
}

function hasManyHereDocuments(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('<<'); at !== -1; at = text.indexOf('<<', at + 2)) {
    if (++count > maxHereDocuments) return true;
  }
  return false;
}
