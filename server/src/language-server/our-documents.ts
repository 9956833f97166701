import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { isOurName, isYamlName, type OurShare, ourShare } from '../analysis/our-share';

/** The language id of manifests and profile documents, in editors that can be taught one. */
export const languageId = 'afd-deployment';

const yamlLanguage = /^yaml\b/i;

/**
 * What of an open document the server answers for: all of it by its language or name; of other YAML what declares itself
 * ours; undefined for everything else. To be asked anew for each version of a text.
 */
export function shareOfDocument(document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>): OurShare | undefined {
  const { path } = URI.parse(document.uri);
  if (document.languageId === languageId || isOurName(path)) return 'all';
  const isYaml = yamlLanguage.test(document.languageId) || isYamlName(path);
  return isYaml ? ourShare(path, document.getText()) : undefined;
}
