import type { DiagnosticSeverity, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Severity } from '../rules/rule';
import type { TextRange } from '../text/text-range';

/** An LSP range from offsets relative to `start`. */
export function toLspRange(document: TextDocument, range: TextRange, start = 0): Range {
  return { start: document.positionAt(range.start + start), end: document.positionAt(range.end + start) };
}

/** The LSP number of a severity. */
export const lspSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };
