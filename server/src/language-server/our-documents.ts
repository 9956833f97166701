import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Analysis } from '../analysis/analysis';

/** The language id of manifests and profile documents, in editors that can be taught one. */
export const languageId = 'afd-deployment';

const ownName = /(?:^|\/)(?:(?:[^/]*\.)?afd\.ya?ml|afd-lens\.config\.yaml)$/i;
const yamlName = /\.ya?ml$/i;
const yamlLanguage = /^yaml\b/i;
/** At the beginning of a line: deeper in the tree it belongs to something else. */
const ownApiVersion = /^\uFEFF?(?:\{\s*)?["']?apiVersion["']?[ \t]*:[ \t]*["']?afd-lens\//m;

/** What of an open document the server answers for: all of it, or the documents in it that declare themselves ours. */
export type OurShare = 'all' | 'declared';

/**
 * The share that is ours: all of it by the document's language or name; of other YAML what its `apiVersion` declares;
 * undefined for everything else. To be asked anew for each version of a text.
 */
export function ourShare(document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>): OurShare | undefined {
  if (document.languageId === languageId) return 'all';
  const { path } = URI.parse(document.uri);
  if (ownName.test(path)) return 'all';
  const isYaml = yamlLanguage.test(document.languageId) || yamlName.test(path);
  return isYaml && ownApiVersion.test(document.getText()) ? 'declared' : undefined;
}

/** The analysis without the documents that do not declare themselves ours. */
export function declaredPart(analysis: Analysis): Analysis {
  const documents = analysis.documents.filter(({ text, extent }) =>
    ownApiVersion.test(text.slice(extent.start, extent.end)),
  );
  return { ...analysis, documents };
}
