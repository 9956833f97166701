import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { OurShare } from '../analysis/our-share';
import type { FileKind } from '../configuration/configuration';
import { kindOfText, shareOfText } from '../protocol/our-documents';

/** What of an open document the server answers for; undefined where that is nothing. */
export function shareOfDocument(document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>): OurShare | undefined {
  const { uri, languageId } = document;
  return shareOfText({ path: URI.parse(uri).path, languageId, getText: () => document.getText() });
}

/** What an open document is, by its name or its language. */
export function kindOfDocument({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): FileKind {
  return kindOfText({ path: URI.parse(uri).path, languageId });
}
