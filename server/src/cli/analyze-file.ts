import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AnalysedFile } from '../analysis/analysis';
import { analyzeSettled } from '../analysis/analyze-settled';
import { InputStore } from '../analysis/input-store';
import { namedShare, type OurShare } from '../analysis/our-share';
import { ProjectFileStore, type ProjectFiles } from '../analysis/project-files';
import { leftByLink, linkRefusal } from '../analysis/reach/confine';
import { ownFolders } from '../analysis/reach/own-folders';
import { realPathOf } from '../analysis/reach/real-path';
import { placeToRead, type ReadFrom } from '../analysis/read-from';
import { decodeManifest, readFailure, readManifest } from '../analysis/read-manifest';
import { confinedBase, type ReferenceBase } from '../analysis/reference-path';
import { Studies } from '../analysis/studies';
import type { Baseline } from '../configuration/baseline';
import { fileKindOf, type SettingsLayer } from '../configuration/configuration';
import { type Confinement, confinementTo } from '../configuration/confinement';
import { type FileSettings, fileSettings } from '../configuration/file-settings';
import { plainLine } from '../text/format';
import { TraceLoader } from '../workload/trace-loader';
import type { Output } from './command-context';
import { shownPath } from './shown-path';

/** What confines references on the command line, and under which name the action for GitHub passes it on. */
const rootOption = { from: 'command line', setBy: '`--allowed-root` (`allowed-roots` of the action)' };

/** A file of the disk with the analysis of it. */
export interface AnalysedPath extends AnalysedFile {
  /** Absolute path. */
  readonly path: string;
  readonly share: OurShare;
}

/** What one run of the command line sets for all files. */
export interface FileAnalyzerOptions {
  readonly commandLine?: SettingsLayer;
  /** True to see the findings that the baseline covers as if there were none. */
  readonly withoutBaseline?: boolean;
  /** A reader of traces that other analyzers share, or that keeps what it read from one run to the next. */
  readonly loader?: TraceLoader;
  /** True where neither a verdict on AFD nor one on the order of requests is shown: they take long to compute. */
  readonly withoutStudies?: boolean;
  /** Where files are read from instead of their own place. */
  readonly readFrom?: ReadFrom | undefined;
  /** Folders that references are confined to, whatever configurations say; none where they may lead anywhere. */
  readonly allowedRoots?: readonly string[];
}

/** How what is said of a failure of AFD Lens itself begins. */
const internal = 'internal: ';

/**
 * Analyses files as one run of the command line: referenced files and configurations are read once, and what cannot be
 * read is said once.
 */
export class FileAnalyzer {
  readonly loader: TraceLoader;
  readonly store: InputStore;
  private readonly studies: Studies;
  private readonly projectFiles: ProjectFileStore;
  private readonly said = new Set<string>();
  private readonly baselinesUsed = new Map<string, Baseline>();
  private readonly filesRead = new Set<string>();
  private readonly confinement: Confinement | undefined;

  constructor(
    private readonly error: Output['error'],
    private readonly options: FileAnalyzerOptions = {},
  ) {
    const { readFrom, loader = new TraceLoader(), withoutStudies, allowedRoots = [] } = options;
    this.confinement = allowedRoots.length > 0 ? confinementTo(allowedRoots, process.cwd(), rootOption) : undefined;
    this.loader = loader;
    const log = (message: string, cause: unknown): void => this.report(`${internal}${message}: ${cause}`);
    this.studies = new Studies({ workerPath: undefined, log });
    this.store = new InputStore({
      loader,
      readFrom,
      ownFolders: () => ownFolders([process.cwd()]),
      studies: withoutStudies ? undefined : this.studies,
    });
    this.projectFiles = new ProjectFileStore(undefined, readFrom, this.confinement);
  }

  /** What could not be read or used so far, each said on standard error already. */
  get problems(): readonly string[] {
    return [...this.said];
  }

  /** True where a part of AFD Lens itself failed, so that findings may be missing. */
  get hasFailed(): boolean {
    return this.problems.some((problem) => problem.startsWith(internal));
  }

  /** The baselines that hold for analysed files. */
  get baselines(): readonly Baseline[] {
    return [...this.baselinesUsed.values()];
  }

  /** Absolute paths of everything this run has read, referenced files included. */
  readPaths(): ReadonlySet<string> {
    return new Set([...this.filesRead, ...this.store.paths()]);
  }

  /** The file's analysis; undefined, once said why, where it cannot be read. Rejects with the signal's reason after an abort. */
  async analyze(file: string, signal?: AbortSignal): Promise<AnalysedPath | undefined> {
    const path = resolve(file);
    const read = async () => {
      await this.checkLink(path);
      const place = (await placeToRead(path, this.options.readFrom)) ?? path;
      return { text: await readManifest(place), real: await realPathOf(place) };
    };
    const found = await this.attempt(file, read, signal);
    return found && this.analyzeText(file, path, found.text, signal, namedShare(found.real, found.text));
  }

  /** A file's content, from elsewhere where a `source` is given; undefined, once said why, where it cannot be read. */
  read(file: string, source?: () => Promise<Uint8Array>): Promise<Uint8Array | undefined> {
    const own = async () => {
      await this.checkLink(resolve(file));
      return readFile(file);
    };
    return this.attempt(file, source ?? own);
  }

  /** The text that bytes stand for; undefined, once said why, where they are not UTF-8. */
  decode(file: string, bytes: Uint8Array): Promise<string | undefined> {
    return this.attempt(file, () => decodeManifest(bytes));
  }

  /**
   * The analysis of a text as if it stood at `path`, once every file it refers to is read; of `declared` documents only
   * where the others in it are somebody else's.
   */
  async analyzeText(
    file: string,
    path: string,
    text: string,
    signal?: AbortSignal,
    share: OurShare = 'all',
  ): Promise<AnalysedPath> {
    signal?.throwIfAborted();
    const folder = dirname(path);
    const project = await this.projectFiles.find(folder);
    this.reportProject(project);
    const { commandLine, withoutBaseline } = this.options;
    const baseline = withoutBaseline ? undefined : project.baseline;
    if (baseline) this.baselinesUsed.set(baseline.path, baseline);
    const { confinement } = this;
    const settings = fileSettings({ path, folder, ...project, baseline, commandLine, confinement, nowMs: Date.now() });
    const log = (message: string, cause: unknown): void => this.report(`${internal}${message}: ${cause}`);
    const asked = { text, path, base: baseOf(path, settings), settings, fileKind: fileKindOf(path), share };
    return { file, path, text, analysis: await analyzeSettled(asked, this.store, log, signal), settings, share };
  }

  /** Says a problem on standard error, once. */
  report(problem: string): void {
    const line = plainLine(problem);
    if (this.said.has(line)) return;
    this.said.add(line);
    this.error(line);
  }

  dispose(): void {
    this.store.dispose();
    this.studies.dispose();
  }

  /** Rejects for a path within the allowed folders that a link leads out of. */
  private async checkLink(path: string): Promise<void> {
    const left = this.confinement && (await leftByLink([this.confinement], path, this.options.readFrom));
    if (left) throw new Error(linkRefusal(left));
  }

  private async attempt<T>(file: string, read: () => T | Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    this.filesRead.add(resolve(file));
    try {
      return await read();
    } catch (reason) {
      signal?.throwIfAborted();
      if (reason instanceof Error && reason.name === 'AbortError') throw reason;
      this.report(`${file}: ${readFailure(reason)}`);
      return undefined;
    }
  }

  private reportProject({ configuration, baseline }: ProjectFiles): void {
    if (configuration?.problem) {
      const { message, line } = configuration.problem;
      this.report(`${shownPath(configuration.path)}:${line}: ${message}`);
    }
    if (baseline?.problem) this.report(`${shownPath(baseline.path)}: ${baseline.problem}`);
  }
}

/** Where the references of a file start, and what they are confined to under its settings. */
export function baseOf(file: string, settings: FileSettings): ReferenceBase {
  return confinedBase({ kind: 'folder', path: dirname(resolve(file)) }, settings);
}
