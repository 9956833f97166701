import { join } from 'node:path';
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { InputStore } from '../analysis/input-store';
import { TraceLoader } from '../workload/trace-loader';
import { FileWatcher } from './file-watcher';
import { Manifests } from './manifests';
import type { OpenManifest } from './open-manifest';
import { SteadyLenses } from './providers/code-lens';
import { diagnostics } from './providers/diagnostics';
import { ReadProgress } from './read-progress';
import { ReferencedBuffers } from './referenced-buffers';
import { defaultSettings, type ServerSettings, toSettings } from './settings';
import { Simulations } from './simulations';

export interface ServerOptions {
  /** Bundled worker that reads traces; undefined reads in this process. */
  readonly workerPath: string | undefined;
  /** Bundled worker that simulates; undefined simulates in this process. */
  readonly simulationWorkerPath: string | undefined;
  /** Folder of the installed package, for its rule pages and built-in profiles. */
  readonly packageRoot: string;
}

/** The language id of manifests and profile documents. */
export const languageId = 'afd-deployment';

/** How long after an edit the set of referenced files is looked at; never in the way of an answer. */
const referencesDelayMs = 50;

/** One client's open documents, their settings and the files they refer to, and what follows when any of them changes. */
export class Session {
  readonly lenses = new SteadyLenses();
  client: ClientCapabilities = {};
  readonly simulations: Simulations;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly loader: TraceLoader;
  private readonly store: InputStore;
  private readonly manifests: Manifests;
  private readonly watcher = new FileWatcher((path) => this.store.refresh(path));
  /** Open documents whose text was changed since they were opened or saved. */
  private readonly edited = new Set<string>();
  /** Documents whose settings are on their way; answers about them wait, so that nothing shows and vanishes again. */
  private readonly configuring = new Map<string, Promise<void>>();
  private buffers: ReferencedBuffers | undefined;
  private progress: ReadProgress | undefined;
  private referencesTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    readonly options: ServerOptions,
  ) {
    this.loader = new TraceLoader({ workerPath: options.workerPath });
    this.store = new InputStore({
      loader: this.loader,
      bufferOf: (path) => this.bufferOf(path),
      onChange: () => {
        this.manifests.forgetInputs();
        this.refresh();
      },
      onProgress: (path, share) => this.progress?.update(path, share),
    });
    this.manifests = new Manifests(this.store, this.log);
    this.simulations = new Simulations(this.store, options.simulationWorkerPath, this.log);
  }

  /** Takes up what the client can do and where it works. */
  initialize({ capabilities, workspaceFolders }: InitializeParams): void {
    const folder = workspaceFolders?.[0];
    const progress = capabilities.window?.workDoneProgress ?? false;
    this.client = capabilities;
    this.manifests.workspaceFolder = folder?.uri.startsWith('file:') ? URI.parse(folder.uri).fsPath : undefined;
    this.buffers = new ReferencedBuffers(this.connection, capabilities);
    this.progress = new ReadProgress(this.connection, progress, (path) => this.store.cancel(path));
  }

  /** Follows documents, settings and the end of the session. */
  listen(): void {
    const { connection, documents } = this;
    connection.onInitialized(() => {
      if (!this.client.workspace?.didChangeConfiguration?.dynamicRegistration) return;
      this.quietly(connection.client.register(DidChangeConfigurationNotification.type, { section: 'afdLens' }));
    });
    connection.onDidChangeConfiguration(async () => {
      await Promise.all(this.openManifests().map((document) => this.configure(document)));
      this.refresh();
    });
    connection.onShutdown(() => this.end());
    documents.onDidOpen(({ document }) => this.opened(document));
    documents.onDidChangeContent(({ document }) => this.changed(document));
    documents.onDidSave(({ document }) => this.saved(document));
    documents.onDidClose(({ document }) => this.closed(document));
    documents.listen(connection);
  }

  /** The manifest with the analysis of its current text, once its settings are known; undefined for other documents. */
  async manifest(uri: string): Promise<OpenManifest | undefined> {
    await this.configuring.get(uri);
    const document = this.documents.get(uri);
    return document && isManifest(document) ? this.manifests.open(document) : undefined;
  }

  /** The same once every file it refers to is read as it is now. Rejects with the signal's reason. */
  async settledManifest(uri: string, signal: AbortSignal): Promise<OpenManifest | undefined> {
    let manifest = await this.manifest(uri);
    if (!manifest) return undefined;
    // A file may have changed a moment ago, unnoticed yet.
    for (const path of this.manifests.referencedPaths([manifest.document])) this.store.recheck(path);
    for (;;) {
      await this.store.settled();
      signal.throwIfAborted();
      manifest = await this.manifest(uri);
      if (!manifest?.analysis.loading) return manifest;
      this.manifests.forgetInputs();
    }
  }

  /** The settings for a document that need not be open; those of the window where none is given. */
  async settingsFor(uri: string | undefined): Promise<ServerSettings> {
    if (!this.client.workspace?.configuration) return defaultSettings;
    const scope = uri === undefined ? {} : { scopeUri: uri };
    return toSettings(await this.connection.workspace.getConfiguration({ ...scope, section: 'afdLens' }));
  }

  /** Files for one analysis apart from the editor's; unsaved text counts, and traces that were read before are known. */
  separateStore(): InputStore {
    return new InputStore({ loader: this.loader, bufferOf: (path) => this.bufferOf(path) });
  }

  /** Address of a rule's packaged page. */
  readonly rulePage = (code: string): string =>
    URI.file(join(this.options.packageRoot, 'docs', 'rules', `${code}.md`)).toString();

  readonly log = (message: string, error: unknown): void =>
    this.connection.console.error(`${message}: ${error instanceof Error ? error.stack : error}`);

  private async opened(document: TextDocument): Promise<void> {
    if (!isManifest(document)) return;
    await this.configure(document);
    this.push(document);
    this.updateReferences();
  }

  private changed(document: TextDocument): void {
    const path = URI.parse(document.uri).fsPath;
    if (document.version > 1 && this.store.paths().has(path)) {
      this.edited.add(document.uri);
      this.store.refresh(path);
    }
    if (!isManifest(document)) return;
    this.push(document);
    this.updateReferences();
  }

  private saved(document: TextDocument): void {
    this.edited.delete(document.uri);
    this.store.refresh(URI.parse(document.uri).fsPath);
    if (isManifest(document)) for (const path of this.manifests.referencedPaths([document])) this.store.refresh(path);
  }

  private closed({ uri, languageId: language }: TextDocument): void {
    this.lenses.close(uri);
    this.simulations.end(uri);
    this.manifests.close(uri);
    if (this.edited.delete(uri)) this.store.refresh(URI.parse(uri).fsPath);
    if (language !== languageId) return;
    if (!this.pullsDiagnostics()) this.quietly(this.connection.sendDiagnostics({ uri, diagnostics: [] }));
    this.updateReferences();
  }

  private end(): void {
    clearTimeout(this.referencesTimer);
    this.simulations.end();
    this.watcher.close();
    this.store.dispose();
  }

  private bufferOf(path: string) {
    const buffer = this.documents.get(URI.file(path).toString());
    return buffer && this.edited.has(buffer.uri) ? { text: buffer.getText(), version: buffer.version } : undefined;
  }

  private openManifests(): readonly TextDocument[] {
    return this.documents.all().filter(isManifest);
  }

  private configure(document: TextDocument): Promise<void> {
    if (!this.client.workspace?.configuration) return Promise.resolve();
    const configured = this.fetchSettings(document.uri)
      .catch((error) => this.log('reading settings failed', error))
      .finally(() => this.configuring.delete(document.uri));
    this.configuring.set(document.uri, configured);
    return configured;
  }

  private async fetchSettings(uri: string): Promise<void> {
    const settings = await this.settingsFor(uri);
    if (this.documents.get(uri)) this.manifests.configure(uri, settings);
  }

  /** Watches what is referenced now, and looks for changes that came before the watching. */
  private updateReferences(): void {
    clearTimeout(this.referencesTimer);
    this.referencesTimer = setTimeout(() => {
      const paths = this.manifests.referencedPaths(this.openManifests());
      this.store.keepOnly(paths);
      this.watcher.watch(paths);
      this.buffers?.follow(paths);
      for (const path of paths) this.store.recheck(path);
    }, referencesDelayMs);
  }

  /** Has the client ask again for everything that may have changed, or sends it. */
  private refresh(): void {
    const { codeLens, diagnostics: pulled, inlayHint } = this.client.workspace ?? {};
    const asked = [
      [pulled, 'workspace/diagnostic/refresh'],
      [codeLens, 'workspace/codeLens/refresh'],
      [inlayHint, 'workspace/inlayHint/refresh'],
    ] as const;
    for (const [offered, method] of asked) {
      if (offered?.refreshSupport) this.quietly(this.connection.sendRequest(method));
    }
    for (const document of this.openManifests()) this.push(document);
  }

  /** Sends diagnostics to a client that does not ask for them. */
  private push(document: TextDocument): void {
    if (this.pullsDiagnostics()) return;
    const { uri, version } = document;
    const items = diagnostics(this.manifests.open(document), this.rulePage);
    this.quietly(this.connection.sendDiagnostics({ uri, version, diagnostics: items }));
  }

  private pullsDiagnostics(): boolean {
    return this.client.textDocument?.diagnostic !== undefined;
  }

  /** A client that refuses a request or is gone is no reason to stop. */
  private quietly(sent: Promise<unknown>): void {
    sent.catch((error) => this.connection.console.warn(`the client did not take a message: ${error}`));
  }
}

function isManifest({ languageId: language }: TextDocument): boolean {
  return language === languageId;
}
