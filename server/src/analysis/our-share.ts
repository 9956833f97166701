import { fileKindOf, isConfigurationPath, isScriptName } from '../configuration/configuration';
import { mayCarryLaunch } from '../manifest/launches/launch-marks';
import type { TextRange } from '../text/text-range';
import { nodeAt } from '../yaml/yaml-tree';
import type { DocumentContent } from './analysis';

const ownName = /(?:^|[\\/])(?:[^\\/]*\.)?afd\.ya?ml$/i;
const yamlName = /\.ya?ml$/i;
/** At the beginning of a line: deeper in the tree it belongs to something else. */
const ownApiVersion = /^\uFEFF?(?:\{\s*)?["']?apiVersion["']?[ \t]*:[ \t]*["']?afd-lens\//m;

/** As Kubernetes writes it: `v1`, `apps/v1`, `serving.kserve.io/v1alpha2`. */
const foreignVersion = /^(?!afd-lens\b)(?:[a-z0-9.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** Kinds that nobody else has. */
const ownKinds: readonly string[] = ['AFDDeployment', 'LatencyProfile'];

/** The kinds of our documents. */
export const documentKinds: readonly string[] = [...ownKinds, 'Device', 'Model'];

/** At the beginning of a line, like `ownApiVersion`. */
const ownKind = new RegExp(`^\\uFEFF?(?:\\{\\s*)?["']?kind["']?[ \\t]*:[ \\t]*["']?(?:${ownKinds.join('|')})\\b`, 'm');

const mark = 'afd-lens/';
/** In UTF-16 of either byte order too, so that a manifest in the wrong encoding is not taken for somebody else's. */
const marks = [Buffer.from(mark), Buffer.from(mark, 'utf16le').subarray(0, -1)];

/**
 * What of a file is AFD Lens's concern: all of it, or what in it declares itself so or launches a deployment. A file that
 * somebody asks about may be `unrecognised`: it is looked at as a whole, and no word of it is shown.
 */
export type OurShare = 'all' | 'declared' | 'unrecognised';

/** True for `*.afd.yaml`, `afd.yaml` and the configuration, by path or URI path. */
export function isOurName(path: string): boolean {
  return ownName.test(path) || isConfigurationPath(path);
}

/** True for a file that is a shell script, by its name or its first line. */
export function isScript(path: string, text: string): boolean {
  return fileKindOf(path) === 'script' || text.startsWith('#!');
}

/** True for the name of a file that may have a share of ours: YAML or a shell script. */
export function isCarrierName(path: string): boolean {
  return yamlName.test(path) || isScriptName(path);
}

/**
 * The share of a YAML text or a script that is ours: all of it by the file's name, of others the documents whose
 * `apiVersion` declares it, and the deployments that launches state; undefined for everything else. To be asked anew for
 * each version of a text. The path is that of the file itself: a link may give any file a name of ours.
 */
export function ourShare(path: string, text: string): OurShare | undefined {
  if (isOurName(path)) return 'all';
  return ownApiVersion.test(text) || mayCarryLaunch(text) ? 'declared' : undefined;
}

/** The share of a text that somebody asks about by its name: all of it in any case, be it ours or not. */
export function namedShare(path: string, text: string): OurShare {
  return ourShare(path, text) ?? (ownKind.test(text) ? 'all' : 'unrecognised');
}

/** Whether a file may have a share of ours, by its undecoded content. */
export function mayBeOurs(path: string, content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return (
    isOurName(path) ||
    marks.some((bytesOfMark) => bytes.includes(bytesOfMark)) ||
    mayCarryLaunch(bytes.toString('latin1'))
  );
}

/** Whether a document in a file of ours is somebody else's: it declares another `apiVersion` and no kind that only we have. */
export function isForeign({ root, kind }: Pick<DocumentContent, 'root' | 'kind'>): boolean {
  const version = nodeAt(root, ['apiVersion']);
  if (version?.kind !== 'scalar' || typeof version.value !== 'string' || version.templated) return false;
  return foreignVersion.test(version.value) && kind !== undefined && !ownKinds.includes(kind);
}

/** Whether a document declares itself ours, of whose text these are the parts that are its own. */
export function isDeclared(text: string, extents: readonly TextRange[]): boolean {
  return extents.some(({ start, end }) => ownApiVersion.test(text.slice(start, end)));
}
