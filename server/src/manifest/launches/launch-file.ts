import { splitDocuments } from '../../yaml/document-chunks';
import { parseYaml, type YamlDocument } from '../../yaml/yaml-document';
import type { CarriedFile } from '../carriers/process';
import { readCarriers } from '../carriers/read-carriers';
import { readScriptFile } from '../carriers/script-file';
import type { Launch } from './launch';
import { type LaunchDirective, readDirectives } from './launch-directive';
import { mayCarryLaunch } from './launch-marks';
import { readLaunches } from './read-launches';

/** Everything in a file that matters to launches. All ranges are offsets into the file. */
export interface LaunchFile {
  readonly launches: readonly Launch[];
  readonly cluster: Pick<CarriedFile, 'services' | 'claims'>;
  readonly directives: readonly LaunchDirective[];
  /** The documents of a YAML file that can be read; none for a script. */
  readonly documents: readonly YamlDocument[];
  /** Those that cannot, although they seem to launch something. */
  readonly unreadable: readonly YamlDocument[];
}

const nothing: LaunchFile = {
  launches: [],
  cluster: { services: [], claims: [] },
  directives: [],
  documents: [],
  unreadable: [],
};

/** How the YAML documents of a part of a file are read, whose places are offsets into the file. */
export type ParseChunk = (text: string, start: number) => readonly YamlDocument[];

/** The launches of a text; of one without any mark of them nothing is read. `path`: see `readLaunches`. */
export function readLaunchFile(
  text: string,
  isScript: boolean,
  path?: string,
  parse: ParseChunk = parseYaml,
): LaunchFile {
  if (!mayCarryLaunch(text)) return nothing;
  const all = isScript ? [] : splitDocuments(text).flatMap((chunk) => parse(chunk.text, chunk.start));
  const documents = all.filter(({ wellFormed }) => wellFormed);
  const carried = isScript
    ? { processes: [readScriptFile(text)], services: [], claims: [] }
    : readCarriers(text, documents);
  return {
    launches: readLaunches(carried, text, path),
    cluster: carried,
    directives: readDirectives(text, path),
    documents,
    unreadable: all.filter(
      ({ wellFormed, extent }) => !wellFormed && mayCarryLaunch(text.slice(extent.start, extent.end)),
    ),
  };
}
