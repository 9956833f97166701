import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Confinement } from '../configuration/confinement';
import type { FileSettings } from '../configuration/file-settings';
import type { FileWithLaunches, LaunchesState, ReadyLaunches } from '../evaluation/inputs';
import { readLaunchFile } from '../manifest/launches/launch-file';
import { manifestSizeLimit } from '../rules/document/file-too-large';
import { isCarrierName, isScript } from './our-share';
import { leftBy } from './reach/confine';
import { placeToRead, type ReadFrom } from './read-from';
import type { ReferenceBase } from './reference-path';

/** Where the other processes of a deployment are looked for. */
export interface SearchScope {
  /** Absolute path. */
  readonly folder: string;
  /** Also in the folders below it. */
  readonly deep: boolean;
  /** What the files are confined to. */
  readonly confinements?: readonly Confinement[];
}

/** Everything under the project's configuration, else the folder that references start at; undefined where there is none. */
export function searchScope(
  { projectFolder, confinements }: FileSettings,
  base: ReferenceBase,
): SearchScope | undefined {
  if (base.kind === 'none') return undefined;
  return { folder: projectFolder ?? base.path, deep: projectFolder !== undefined, confinements };
}

/** What a search needs of the world around it. */
export interface LaunchSearchOptions {
  /** The unsaved text of a file, if some editor holds one. */
  readonly bufferOf: (path: string) => string | undefined;
  readonly readFrom?: ReadFrom | undefined;
}

const mostEntries = 20_000;
const mostFiles = 2000;
const mostBytes = 32_000_000;

/** Folders of others' files, as in the search of the command line. */
const skipped = /^(?:\.|node_modules$)/;

/** What was read of a file, while its size and time stay the same; `file` only where it carries launches. */
interface KnownFile {
  readonly stamp: string;
  readonly file: FileWithLaunches | undefined;
}

/** Finds the launches in the YAML files and shell scripts of a folder, and remembers what it read. */
export class LaunchSearch {
  private readonly known = new Map<string, KnownFile>();

  constructor(private readonly options: LaunchSearchOptions) {}

  async search({ folder, deep, confinements = [] }: SearchScope, signal: AbortSignal): Promise<LaunchesState> {
    const { paths, complete } = await candidatesIn(folder, deep, signal);
    const files: FileWithLaunches[] = [];
    let bytes = 0;
    for (const path of paths) {
      signal.throwIfAborted();
      if (bytes > mostBytes) break;
      if (await leftBy(confinements, path, this.options.readFrom)) continue;
      const { file, read } = await this.look(path);
      bytes += read;
      if (file) files.push(file);
    }
    return { kind: 'ready', folder, files, complete: complete && bytes <= mostBytes };
  }

  /** What was found, with one of its files read again. */
  async lookAgain(found: ReadyLaunches, path: string): Promise<LaunchesState> {
    const { file: again } = await this.look(path);
    // One that is broken for a moment goes on being followed.
    const now = again ?? { path, text: '', launches: [], directives: [] };
    return { ...found, files: found.files.map((file) => (file.path === path ? now : file)) };
  }

  /** A file that cannot be read has no launches: it is not the one that is being analysed. */
  private async look(path: string): Promise<{ readonly file: FileWithLaunches | undefined; readonly read: number }> {
    const buffer = this.options.bufferOf(path);
    if (buffer !== undefined) return { file: fileWithLaunches(path, buffer), read: 0 };
    try {
      const place = await placeToRead(path, this.options.readFrom);
      const stats = place === undefined ? undefined : await stat(place);
      if (place === undefined || !stats?.isFile() || stats.size > manifestSizeLimit)
        return { file: undefined, read: 0 };
      const stamp = `${place} ${stats.size} ${stats.mtimeMs}`;
      const known = this.known.get(path);
      if (known?.stamp === stamp) return { file: known.file, read: 0 };
      const file = fileWithLaunches(path, await readFile(place, 'utf8'));
      this.known.set(path, { stamp, file });
      return { file, read: stats.size };
    } catch {
      return { file: undefined, read: 0 };
    }
  }
}

function fileWithLaunches(path: string, text: string): FileWithLaunches | undefined {
  const { launches, directives } = readLaunchFile(text, isScript(path, text), path);
  return launches.length === 0 ? undefined : { path, text, launches, directives };
}

/** YAML files and shell scripts, sorted, nearest folders first, so that the same files are looked at every time. */
async function candidatesIn(
  folder: string,
  deep: boolean,
  signal: AbortSignal,
): Promise<{ readonly paths: readonly string[]; readonly complete: boolean }> {
  const paths: string[] = [];
  let folders = [folder];
  let entries = 0;
  while (folders.length > 0) {
    const below: string[] = [];
    for (const current of folders) {
      signal.throwIfAborted();
      const found = await readdir(current, { withFileTypes: true }).catch(() => []);
      entries += found.length;
      for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = join(current, entry.name);
        if (entry.isDirectory()) {
          if (deep && !skipped.test(entry.name)) below.push(path);
        } else if (isCarrierName(entry.name)) paths.push(path);
      }
      if (entries > mostEntries || paths.length > mostFiles)
        return { paths: paths.slice(0, mostFiles), complete: false };
    }
    folders = below;
  }
  return { paths, complete: true };
}
