import { isCarrierName, isOurName, type OurShare, ourShare } from '../analysis/our-share';
import { type FileKind, fileKindOf } from '../configuration/configuration';

/** The language id of manifests, latency profiles and the configuration, in editors that can be taught one. */
export const languageId = 'afd-deployment';

/** Languages of VS Code whose documents may carry a deployment beside other things; their text decides. */
export const foreignLanguages: readonly string[] = ['yaml', 'helm', 'shellscript'];

const carrierLanguage = /^(?:yaml\b|helm\b|shellscript$|sh$|bash$)/i;
const scriptLanguage = /^(?:shellscript|sh|bash)$/i;

/** An open document, as client and server both have it. */
export interface NamedText {
  /** The path of its URI. */
  readonly path: string;
  readonly languageId: string;
  readonly getText: () => string;
}

/**
 * What of an open document is ours: all of it by its language or name; of other YAML and of scripts what declares itself
 * ours or launches a deployment; undefined for everything else. To be asked anew for each version of a text.
 */
export function shareOfText({ path, languageId: language, getText }: NamedText): OurShare | undefined {
  if (language === languageId || isOurName(path)) return 'all';
  return carrierLanguage.test(language) || isCarrierName(path) ? ourShare(path, getText()) : undefined;
}

/** What an open document is, by its name or its language. */
export function kindOfText({ path, languageId: language }: Omit<NamedText, 'getText'>): FileKind {
  return scriptLanguage.test(language) ? 'script' : fileKindOf(path);
}
