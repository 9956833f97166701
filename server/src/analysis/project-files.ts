import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Baseline, baselineName, readBaseline } from '../configuration/baseline';
import { type Configuration, configurationNames, isConfigurationPath } from '../configuration/configuration';
import { readConfiguration } from '../configuration/read-configuration';
import { readFailure } from './read-failure';
import { placeOf, type ReadFrom } from './read-from';

/** The files that set something for everything below their folder, as found from one folder upwards. */
export interface ProjectFiles {
  readonly configuration: Configuration | undefined;
  readonly baseline: Baseline | undefined;
  /** Absolute paths whose appearing, changing or going would change the above, nearest first. */
  readonly watched: readonly string[];
}

/** A file that is looked for upwards, nearest first. */
interface Wanted<T> {
  readonly names: readonly string[];
  readonly read: (path: string, text: string) => T;
  readonly failed: (path: string, why: string) => T;
}

const configurationFile: Wanted<Configuration> = {
  names: configurationNames,
  read: readConfiguration,
  failed: (path, why) => ({ path, layers: [], ignores: [], problem: { message: `The file ${why}.`, line: 1 } }),
};

const baselineFile: Wanted<Baseline> = {
  names: [baselineName],
  read: readBaseline,
  failed: (path, why) => ({ path, files: {}, problem: `it ${why}` }),
};

/** True for the path of a file that sets something for everything below its folder. */
export function isProjectFile(path: string): boolean {
  return isConfigurationPath(path) || basename(path) === baselineName;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Finds configurations and baselines upwards from folders, and keeps what it read until told that it changed. */
export class ProjectFileStore {
  private readonly kept = new Map<string, Promise<Configuration | Baseline | undefined>>();
  private readonly lastSaved = new Map<string, Configuration>();

  /** `bufferOf`: the unsaved text of a file, if some editor holds one. */
  constructor(
    private readonly bufferOf: (path: string) => string | undefined = () => undefined,
    private readonly readFrom?: ReadFrom,
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

  private async nearest<T extends Configuration | Baseline>(
    folder: string,
    wanted: Wanted<T>,
  ): Promise<{ readonly found: T | undefined; readonly watched: readonly string[] }> {
    const watched: string[] = [];
    for (let current = folder; ; current = dirname(current)) {
      for (const name of wanted.names) {
        const path = join(current, name);
        watched.push(path);
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

  private async load<T extends Configuration | Baseline>(path: string, wanted: Wanted<T>): Promise<T | undefined> {
    const buffer = this.bufferOf(path);
    if (buffer !== undefined) return this.whileTyped(path, wanted.read(path, buffer));
    try {
      const place = await placeOf(path, this.readFrom);
      if (place === undefined) return undefined;
      const value = wanted.read(path, utf8.decode(await readFile(place)));
      if ('layers' in value) this.lastSaved.set(path, value);
      return value;
    } catch (reason) {
      const { code } = reason as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : wanted.failed(path, readFailure(reason));
    }
  }

  /** While a configuration is being typed and is no YAML for a moment, the saved one goes on counting. */
  private whileTyped<T extends Configuration | Baseline>(path: string, value: T): T {
    const saved = this.lastSaved.get(path);
    if (!saved || !('layers' in value) || value.layers.length > 0) return value;
    return { ...saved, problem: value.problem } as Configuration as T;
  }
}
