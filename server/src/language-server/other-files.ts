import { readFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { FileEdits } from '../text/text-range';
import { toLspRange } from './to-lsp';

/** A file that a manifest's findings or edits reach into. */
export interface OtherFile {
  readonly document: TextDocument;
  /** Null where no editor has it open. */
  readonly version: number | null;
}

/** The text of a file by its absolute path, an editor's before the disk's; undefined where it cannot be read. */
export type OtherFiles = (path: string) => OtherFile | undefined;

/** The files of this machine, where `openDocument` gives those that are open in the client. */
export function otherFiles(openDocument: (uri: string) => TextDocument | undefined): OtherFiles {
  return (path) => {
    const uri = URI.file(path).toString();
    const open = openDocument(uri);
    if (open) return { document: open, version: open.version };
    try {
      return { document: TextDocument.create(uri, '', 0, readFileSync(path, 'utf8')), version: null };
    } catch {
      return undefined;
    }
  };
}

/**
 * The edits of other files as the protocol has them; undefined where one of the files cannot be read, or no longer says
 * what is to be replaced.
 */
export function otherEdits(files: readonly FileEdits[], otherFile: OtherFiles) {
  const found = files.map(({ path, edits }) => {
    const other = otherFile(path);
    const text = other?.document.getText() ?? '';
    if (!other || !edits.every(({ range, oldText }) => text.slice(range.start, range.end) === oldText))
      return undefined;
    return {
      uri: other.document.uri,
      version: other.version,
      edits: edits.map(({ range, newText }) => ({ range: toLspRange(other.document, range), newText })),
    };
  });
  return found.every((file) => file !== undefined) ? found : undefined;
}
