import { isConfigurationPath } from '../configuration/configuration';
import type { AnalysedDocument } from './analysis';

const ownName = /(?:^|[\\/])(?:[^\\/]*\.)?afd\.ya?ml$/i;
const yamlName = /\.ya?ml$/i;
/** At the beginning of a line: deeper in the tree it belongs to something else. */
const ownApiVersion = /^\uFEFF?(?:\{\s*)?["']?apiVersion["']?[ \t]*:[ \t]*["']?afd-lens\//m;

const mark = 'afd-lens/';
/** In UTF-16 of either byte order too, so that a manifest in the wrong encoding is not taken for somebody else's. */
const marks = [Buffer.from(mark), Buffer.from(mark, 'utf16le').subarray(0, -1)];

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

/** The share of a text that somebody asks about by its name: all of it where nothing declares itself ours. */
export function namedShare(path: string, text: string): OurShare {
  return ourShare(path, text) ?? 'all';
}

/** Whether a file may have a share of ours, by its undecoded content. */
export function mayBeOurs(path: string, content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return isOurName(path) || marks.some((bytesOfMark) => bytes.includes(bytesOfMark));
}

/** Whether a document declares itself ours. */
export function isDeclared({ text, extents }: Pick<AnalysedDocument, 'text' | 'extents'>): boolean {
  return extents.some(({ start, end }) => ownApiVersion.test(text.slice(start, end)));
}
