import { readFile } from 'node:fs/promises';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Buffer } from '../analysis/input-store';

/** Which open documents differ from their files, so that their text counts before what is saved. */
export class EditedBuffers {
  private readonly uris = new Set<string>();

  constructor(private readonly documentOf: (uri: string) => TextDocument | undefined) {}

  /** Notes that a document was changed since it was opened or saved. */
  mark(uri: string): void {
    this.uris.add(uri);
  }

  /** Notes that a document is saved or closed; true where it was changed before. */
  unmark(uri: string): boolean {
    return this.uris.delete(uri);
  }

  /** The unsaved text of a file, if an editor holds one. */
  bufferOf(path: string): Buffer | undefined {
    const document = this.documentOf(URI.file(path).toString());
    return document && this.uris.has(document.uri)
      ? { text: document.getText(), version: document.version }
      : undefined;
  }

  /**
   * Compares a document with its file: it may be opened unsaved, and an edit may bring back what is saved. True where
   * that changes whether its text counts; false too where the document has changed again meanwhile.
   */
  async compareWithDisk({ uri, version }: TextDocument, path: string): Promise<boolean> {
    const saved = await readFile(path, 'utf8').catch(() => undefined);
    const document = this.documentOf(uri);
    const isEdited = document?.getText() !== saved;
    if (document?.version !== version || this.uris.has(uri) === isEdited) return false;
    if (isEdited) this.mark(uri);
    else this.unmark(uri);
    return true;
  }
}
