import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Analysis } from '../analysis/analysis';
import { Analyzer } from '../analysis/analyze';
import { InputStore } from '../analysis/input-store';
import { ProjectFileStore, type ProjectFiles } from '../analysis/project-files';
import { readFailure } from '../analysis/read-failure';
import { placeOf, type ReadFrom } from '../analysis/read-from';
import { isConfigurationPath, type SettingsLayer } from '../configuration/configuration';
import { type FileSettings, fileSettings } from '../configuration/file-settings';
import { TraceLoader } from '../workload/trace-loader';
import type { Output } from './command-context';
import { shownPath } from './shown-path';

/** A file with the analysis of it. */
export interface AnalysedFile {
  /** The name to show. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly analysis: Analysis;
  readonly settings: FileSettings;
}

/** A manifest in another encoding is refused rather than read with its letters replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Analyses files as one run of the command line: referenced files and configurations are read once, and what cannot be
 * read is said once.
 */
export class FileAnalyzer {
  readonly store: InputStore;
  private readonly projectFiles: ProjectFileStore;
  private readonly said = new Set<string>();

  /** `readFrom`: where files are read from instead of their own place. `loader`: shared with other analyzers. */
  constructor(
    private readonly error: Output['error'],
    private readonly commandLine?: SettingsLayer,
    private readonly readFrom?: ReadFrom,
    loader: TraceLoader = new TraceLoader({ workerPath: undefined }),
  ) {
    this.store = new InputStore({ loader, readFrom });
    this.projectFiles = new ProjectFileStore(undefined, readFrom);
  }

  /** What could not be read or used so far, each said on standard error already. */
  get problems(): readonly string[] {
    return [...this.said];
  }

  /** The file's analysis; undefined, once said why, where it cannot be read. Rejects with the signal's reason after an abort. */
  async analyze(file: string, signal?: AbortSignal): Promise<AnalysedFile | undefined> {
    let text: string;
    try {
      const place = await placeOf(resolve(file), this.readFrom);
      text = utf8.decode(await readFile(place ?? file));
    } catch (reason) {
      signal?.throwIfAborted();
      this.report(`${file}: ${readFailure(reason)}`);
      return undefined;
    }
    return this.analyzeText(file, resolve(file), text, signal);
  }

  /** The analysis of a text as if it stood at `path`, once every file it refers to is read. */
  async analyzeText(file: string, path: string, text: string, signal?: AbortSignal): Promise<AnalysedFile> {
    signal?.throwIfAborted();
    const folder = dirname(path);
    const project = await this.projectFiles.find(folder);
    this.reportProject(project);
    const analyzer = new Analyzer(
      (message, cause) => this.report(`internal: ${message}: ${cause}`),
      isConfigurationPath(path) ? 'configuration' : 'manifest',
    );
    const settings = fileSettings({ path, folder, ...project, commandLine: this.commandLine, nowMs: Date.now() });
    const inputs = this.store.inputsFor(baseOf(path));
    let analysis = analyzer.analyze(text, inputs, settings, Date.now());
    while (analysis.loading) {
      await this.store.settled();
      signal?.throwIfAborted();
      analyzer.forget();
      analysis = analyzer.analyze(text, inputs, settings, Date.now());
    }
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
