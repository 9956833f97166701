import { dirname, resolve } from 'node:path';
import type { AnalysedFile } from '../analysis/analysis';
import { analyzeSettled } from '../analysis/analyze-settled';
import { InputStore } from '../analysis/input-store';
import { ProjectFileStore, type ProjectFiles } from '../analysis/project-files';
import { readFailure } from '../analysis/read-failure';
import { readManifest } from '../analysis/read-manifest';
import { fileKindOf, type SettingsLayer } from '../configuration/configuration';
import { fileSettings } from '../configuration/file-settings';
import { TraceLoader } from '../workload/trace-loader';
import type { Output } from './command-context';
import { shownPath } from './shown-path';

/** A file of the disk with the analysis of it. */
export interface AnalysedPath extends AnalysedFile {
  /** Absolute path. */
  readonly path: string;
}

/**
 * Analyses files as one run of the command line: referenced files and configurations are read once, and what cannot be
 * read is said once.
 */
export class FileAnalyzer {
  readonly store: InputStore;
  private readonly projectFiles = new ProjectFileStore();
  private readonly said = new Set<string>();

  constructor(
    private readonly error: Output['error'],
    private readonly commandLine?: SettingsLayer,
    readonly loader: TraceLoader = new TraceLoader(),
  ) {
    this.store = new InputStore({ loader });
  }

  /** What could not be read or used so far, each said on standard error already. */
  get problems(): readonly string[] {
    return [...this.said];
  }

  /** The file's analysis; undefined, once said why, where it cannot be read. Rejects with the signal's reason after an abort. */
  async analyze(file: string, signal?: AbortSignal): Promise<AnalysedPath | undefined> {
    let text: string;
    try {
      text = await readManifest(file);
    } catch (reason) {
      this.report(`${file}: ${readFailure(reason)}`);
      return undefined;
    }
    return this.analyzeText(file, resolve(file), text, signal);
  }

  /** The analysis of a text as if it stood at `path`, once every file it refers to is read. */
  async analyzeText(file: string, path: string, text: string, signal?: AbortSignal): Promise<AnalysedPath> {
    signal?.throwIfAborted();
    const folder = dirname(path);
    const project = await this.projectFiles.find(folder);
    this.reportProject(project);
    const settings = fileSettings({ path, folder, ...project, commandLine: this.commandLine, nowMs: Date.now() });
    const log = (message: string, cause: unknown): void => this.report(`internal: ${message}: ${cause}`);
    const asked = { text, base: baseOf(path), settings, fileKind: fileKindOf(path) };
    const analysis = await analyzeSettled(asked, this.store, log, signal);
    return { file, path, text, analysis, settings };
  }

  /** Says a problem on standard error, once. */
  report(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.error(line);
  }

  dispose(): void {
    this.store.dispose();
  }

  private reportProject({ configuration, baseline }: ProjectFiles): void {
    if (configuration?.problem) {
      const { message, line } = configuration.problem;
      this.report(`${shownPath(configuration.path)}:${line}: ${message.replaceAll('`', "'")}`);
    }
    if (baseline?.problem) this.report(`${shownPath(baseline.path)}: ${baseline.problem}`);
  }
}

/** Where the references of a file start. */
export function baseOf(file: string) {
  return { kind: 'folder', path: dirname(resolve(file)) } as const;
}
