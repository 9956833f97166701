import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { isCarrierName, isOurName, type OurShare, ourShare } from '../analysis/our-share';
import { type FileKind, fileKindOf } from '../configuration/configuration';

/** The language id of manifests and profile documents, in editors that can be taught one. */
export const languageId = 'afd-deployment';

const carrierLanguage = /^(?:yaml\b|helm\b|shellscript$|sh$|bash$)/i;
const scriptLanguage = /^(?:shellscript|sh|bash)$/i;

/**
 * What of an open document the server answers for: all of it by its language or name; of other YAML and of scripts what
 * declares itself ours or launches a deployment; undefined for everything else. To be asked anew for each version of a text.
 */
export function shareOfDocument(document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>): OurShare | undefined {
  const { path } = URI.parse(document.uri);
  if (document.languageId === languageId || isOurName(path)) return 'all';
  const isCarrier = carrierLanguage.test(document.languageId) || isCarrierName(path);
  return isCarrier ? ourShare(path, document.getText()) : undefined;
}

/** What an open document is, by its name or its language. */
export function kindOfDocument({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): FileKind {
  return scriptLanguage.test(languageId) ? 'script' : fileKindOf(URI.parse(uri).path);
}
