import type { Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** A text with its one `|` taken out, and where that stood. */
export function withCursor(marked: string): { readonly text: string; readonly position: Position } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: TextDocument.create('memory:', 'yaml', 1, text).positionAt(offset) };
}

/** Position of the first occurrence of a word, plus `inside` characters. */
export function positionOf(text: string, word: string, inside = 0): Position {
  return TextDocument.create('memory:', 'yaml', 1, text).positionAt(text.indexOf(word) + inside);
}
