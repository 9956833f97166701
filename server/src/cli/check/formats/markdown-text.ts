import { visible } from './visible-text';

/** What a table's cell shows of one text. */
const longest = 300;

/** Splits what GitHub would link: mentions, mail addresses, numbers of issues, addresses; and names of emoji. */
const linked = /@(?=\w)|#(?=\d)|:(?=\/\/)|(?<=www)(?=\.)|:(?=[\w+-]+:)/gi;
const markup = /[&<>\\`*_[\]|~$#@]/g;
const noWidth = '\u200B';

/**
 * Text of a file inside a line of Markdown, where none of it is markup or becomes a link. Character references never
 * stand for markup, so they are safe in a paragraph as in a table.
 */
export function markdownText(text: string): string {
  return visible(shortened(text))
    .replaceAll(linked, (character) => `${character}${noWidth}`)
    .replaceAll(markup, (character) => `&#${character.charCodeAt(0)};`);
}

/** A text as code; as an element, since the backquotes of Markdown know no character references. */
export function markdownCode(text: string): string {
  return text === '' ? '' : `<code>${markdownText(text)}</code>`;
}

/** A message, in which what stands in backquotes becomes code. */
export function markdownMessage(message: string): string {
  const parts = shortened(message).split('`');
  // A backquote without its partner is a character like others.
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join('`'));
  return parts.map((part, i) => (i % 2 === 0 ? markdownText(part) : markdownCode(part))).join('');
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
