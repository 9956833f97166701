import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { ownFolderOnly } from '../configuration/allowed-roots';
import { type Baseline, baselineName, readBaseline } from '../configuration/baseline';
import { type Configuration, configurationNames, isConfigurationPath } from '../configuration/configuration';
import type { Confinement } from '../configuration/confinement';
import { readConfiguration } from '../configuration/read-configuration';
import { readOrdinaryFile } from '../workload/ordinary-file';
import { leftByLink, linkRefusal } from './reach/confine';
import { realPathOf } from './reach/real-path';
import { placeToRead, type ReadFrom } from './read-from';
import { readFailure } from './read-manifest';

/** The files that set something for everything below their folder, as found from one folder upwards. */
export interface ProjectFiles {
  readonly configuration: Configuration | undefined;
  readonly baseline: Baseline | undefined;
  /** Absolute paths to watch, nearest first: those whose appearing, changing or going would change the above. */
  readonly watched: readonly string[];
}

/** A file that is looked for upwards, nearest first. */
interface Wanted<T> {
  readonly names: readonly string[];
  readonly read: (path: string, text: string) => T;
  readonly failed: (path: string, why: string) => T;
  /** True where nothing could be made of the text. */
  readonly isBroken: (value: T) => boolean;
}

const configurationFile: Wanted<Configuration> = {
  names: configurationNames,
  read: readConfiguration,
  failed: (path, why) => ({
    path,
    layers: [],
    ignores: [],
    allowedRoots: ownFolderOnly,
    problem: { message: `The file ${why}.`, line: 1 },
  }),
  isBroken: ({ layers, problem }) => layers.length === 0 && problem !== undefined,
};

const baselineFile: Wanted<Baseline> = {
  names: [baselineName],
  read: readBaseline,
  failed: (path, why) => ({ path, files: {}, problem: `it ${why}` }),
  isBroken: ({ problem }) => problem !== undefined,
};

/** True for the path of a file that sets something for everything below its folder. */
export function isProjectFile(path: string): boolean {
  return isConfigurationPath(path) || basename(path) === baselineName;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Finds configurations and baselines upwards from folders, and keeps what it read until told that it changed. */
export class ProjectFileStore {
  private readonly kept = new Map<string, Promise<Configuration | Baseline | undefined>>();

  /**
   * `bufferOf`: the unsaved text of a file, if some editor holds one. `confinement`: the folders that no link in them may
   * lead out of.
   */
  constructor(
    private readonly bufferOf: (path: string) => string | undefined = () => undefined,
    private readonly readFrom?: ReadFrom,
    private readonly confinement?: Confinement,
  ) {}

  async find(folder: string): Promise<ProjectFiles> {
    const [configuration, baseline] = await Promise.all([
      this.nearest(folder, configurationFile),
      this.nearest(folder, baselineFile),
    ]);
    return {
      configuration: configuration.found,
      baseline: baseline.found,
      watched: [...configuration.watched, ...baseline.watched],
    };
  }

  /** Reads a file again the next time it is asked for. */
  forget(path: string): void {
    this.kept.delete(path);
  }

  /** Forgets all other files: those of which nobody would tell that they changed. */
  keepOnly(isKept: (path: string) => boolean): void {
    for (const path of this.kept.keys()) if (!isKept(path)) this.kept.delete(path);
  }

  private async nearest<T extends Configuration | Baseline>(
    folder: string,
    wanted: Wanted<T>,
  ): Promise<{ readonly found: T | undefined; readonly watched: readonly string[] }> {
    const watched: string[] = [];
    for (let current = folder; ; current = dirname(current)) {
      for (const name of wanted.names) {
        const path = join(current, name);
        if (!isBusy(current)) watched.push(path);
        const found = await this.keep(path, wanted);
        if (found) return { found, watched };
      }
      if (dirname(current) === current) return { found: undefined, watched };
    }
  }

  private keep<T extends Configuration | Baseline>(path: string, wanted: Wanted<T>): Promise<T | undefined> {
    const kept = this.kept.get(path) ?? this.load(path, wanted);
    this.kept.set(path, kept);
    return kept as Promise<T | undefined>;
  }

  /** What an editor's text says, else the file; where that text is broken for a moment, the file goes on counting. */
  private async load<T extends Configuration | Baseline>(path: string, wanted: Wanted<T>): Promise<T | undefined> {
    const buffer = this.bufferOf(path);
    if (buffer === undefined) return this.loadSaved(path, wanted);
    const typed = wanted.read(path, buffer);
    if (!wanted.isBroken(typed)) return typed;
    const saved = await this.loadSaved(path, wanted);
    return saved ? { ...saved, problem: typed.problem } : typed;
  }

  private async loadSaved<T extends Configuration | Baseline>(path: string, wanted: Wanted<T>): Promise<T | undefined> {
    try {
      const left = this.confinement && (await leftByLink([this.confinement], path, this.readFrom));
      if (left) return wanted.failed(path, linkRefusal(left));
      const place = await placeToRead(path, this.readFrom);
      if (place === undefined) return undefined;
      const value = wanted.read(path, utf8.decode(await readOrdinaryFile(place)));
      // A link may give any file this name; what is wrong with one of another name would quote it.
      const isNamed = wanted.names.includes(basename(await realPathOf(place)));
      return isNamed || value.problem === undefined
        ? value
        : wanted.failed(path, 'links to another that is not usable here');
    } catch (reason) {
      const { code } = reason as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : wanted.failed(path, readFailure(reason));
    }
  }
}

/** The home folder and what is above it: files there count, but watching them would wake the server all day. */
function isBusy(folder: string): boolean {
  const home = homedir();
  return dirname(folder) === folder || folder === home || home.startsWith(folder + sep);
}
