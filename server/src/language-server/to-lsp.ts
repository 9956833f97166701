import type { DiagnosticSeverity, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Severity } from '../rules/rule';
import type { FileRange } from '../text/text-range';

/** A range of a file as the protocol has it. */
export function toLspRange(document: TextDocument, range: FileRange): Range {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}

/** The LSP number of a severity. */
export const lspSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };
