import { isConfigurationPath } from '../configuration/configuration';
import type { Analysis } from './analysis';

const ownName = /(?:^|[\\/])(?:[^\\/]*\.)?afd\.ya?ml$/i;
const yamlName = /\.ya?ml$/i;
/** At the beginning of a line: deeper in the tree it belongs to something else. */
const ownApiVersion = /^\uFEFF?(?:\{\s*)?["']?apiVersion["']?[ \t]*:[ \t]*["']?afd-lens\//m;

/** What of a file is AFD Lens's concern: all of it, or the documents in it that declare themselves so. */
export type OurShare = 'all' | 'declared';

/** True for `*.afd.yaml`, `afd.yaml` and the configuration, by path or URI path. */
export function isOurName(path: string): boolean {
  return ownName.test(path) || isConfigurationPath(path);
}

/** True for a file name of YAML. */
export function isYamlName(path: string): boolean {
  return yamlName.test(path);
}

/**
 * The share of a YAML text that is ours: all of it by the file's name, of other YAML what its `apiVersion` declares;
 * undefined for everything else. To be asked anew for each version of a text.
 */
export function ourShare(path: string, text: string): OurShare | undefined {
  if (isOurName(path)) return 'all';
  return ownApiVersion.test(text) ? 'declared' : undefined;
}

/** The analysis without the documents that do not declare themselves ours. */
export function declaredPart(analysis: Analysis): Analysis {
  const documents = analysis.documents.filter(({ text, extent }) =>
    ownApiVersion.test(text.slice(extent.start, extent.end)),
  );
  return { ...analysis, documents };
}
