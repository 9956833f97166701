import { join } from 'node:path';
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { InputStore } from '../analysis/input-store';
import { isProjectFile, ProjectFileStore } from '../analysis/project-files';
import { Studies } from '../analysis/studies';
import { settingsSection } from '../protocol/protocol';
import { TraceLoader } from '../workload/trace-loader';
import { type ClientAbilities, clientAbilities, noAbilities } from './client-abilities';
import { type DocumentSettings, documentSettings } from './document-settings';
import { EditedBuffers } from './edited-buffers';
import { FileWatcher } from './file-watcher';
import { LatestWork } from './latest-work';
import { Manifests } from './manifests';
import type { OpenManifest } from './open-manifest';
import { otherFiles } from './other-files';
import { shareOfDocument } from './our-documents';
import { SteadyLenses } from './providers/code-lens';
import { diagnostics } from './providers/diagnostics';
import { ReadProgress } from './read-progress';
import { ReferencedBuffers } from './referenced-buffers';
import { askForSettings, type ClientSettings, toSettings } from './settings';
import { Simulations } from './simulations';

export interface ServerOptions {
  /** The bundled worker, which reads traces, simulates and compares; undefined does all that in this process. */
  readonly workerPath: string | undefined;
  /** Folder of the installed package, for its rule pages and built-in profiles. */
  readonly packageRoot: string;
}

/** How long after an edit the set of referenced files is looked at; never in the way of an answer. */
const referencesDelayMs = 50;

/** How long a client that cannot be asked to ask again is kept waiting for files being read; below what clients allow. */
const patienceMs = 3000;

/** One client's open documents, their settings and the files they refer to, and what follows when any of them changes. */
export class Session {
  readonly lenses = new SteadyLenses();
  client: ClientAbilities = noAbilities;
  readonly simulations: Simulations;
  private readonly documents = new TextDocuments(TextDocument);
  readonly otherFile = otherFiles((uri) => this.documents.get(uri));
  private readonly loader: TraceLoader;
  private readonly studies: Studies;
  private readonly store: InputStore;
  private readonly manifests: Manifests;
  private readonly watcher = new FileWatcher((path) => this.fileChanged(path));
  private readonly projectFiles = new ProjectFileStore((path) => this.edited.bufferOf(path)?.text);
  /** Open documents that the server answers for. */
  private readonly ours = new Set<string>();
  private readonly edited = new EditedBuffers((uri) => this.documents.get(uri));
  /** Documents whose settings are on their way; answers about them wait, so that nothing shows and vanishes again. */
  private readonly configuring = new LatestWork<DocumentSettings>();
  /** Who waits for a referenced file to be read. */
  private readonly waiting: (() => void)[] = [];
  private buffers: ReferencedBuffers | undefined;
  private progress: ReadProgress | undefined;
  private referencesTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    readonly options: ServerOptions,
  ) {
    const { workerPath } = options;
    this.loader = new TraceLoader({ workerPath });
    const onChange = (): void => {
      this.manifests.forgetInputs();
      for (const resume of this.waiting.splice(0)) resume();
      this.refresh();
    };
    this.studies = new Studies({ workerPath, onChange, log: this.log });
    this.store = new InputStore({
      loader: this.loader,
      studies: this.studies,
      bufferOf: (path) => this.edited.bufferOf(path),
      ownFolders: () => this.manifests.ownFolders(),
      onChange,
      onProgress: (path, share) => this.progress?.update(path, share),
    });
    this.manifests = new Manifests(this.store, this.log);
    this.simulations = new Simulations(this.store, workerPath, this.log);
  }

  /** Takes up what the client can do and where it works. */
  initialize(params: InitializeParams): void {
    this.client = clientAbilities(params);
    this.manifests.workspace = this.client;
    this.manifests.setClient(toSettings(this.client.settings));
    this.buffers = new ReferencedBuffers(this.connection, this.client);
    this.progress = new ReadProgress(this.connection, this.client.showsProgress, (path) => this.store.cancel(path));
  }

  /** Follows documents, settings and the end of the session. */
  listen(): void {
    const { connection, documents } = this;
    connection.onInitialized(() => {
      if (!this.client.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) return;
      this.quietly(connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection }));
    });
    connection.onDidChangeConfiguration(async ({ settings }) => {
      if (!this.client.givesSettings) this.manifests.setClient(toSettings(settings?.afdLens ?? this.client.settings));
      await this.configureAll();
    });
    connection.onShutdown(() => this.end());
    // Also told of a document that opens.
    documents.onDidChangeContent(({ document }) => this.changed(document));
    documents.onDidSave(({ document }) => this.saved(document));
    documents.onDidClose(({ document }) => this.closed(document));
    documents.listen(connection);
  }

  /** The manifest with the analysis of its current text, once its settings are known; undefined for other documents. */
  async manifest(uri: string): Promise<OpenManifest | undefined> {
    await this.configuring.settled(uri);
    const document = this.documents.get(uri);
    return document && this.ours.has(uri) ? this.manifests.open(document) : undefined;
  }

  /** The manifest once the files it refers to are read, or when that takes too long. */
  async settledManifest(uri: string): Promise<OpenManifest | undefined> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const manifest = await this.manifest(uri);
      const leftMs = deadline - Date.now();
      if (!manifest?.analysis.loading || leftMs <= 0) return manifest;
      await new Promise<void>((resume) => {
        this.waiting.push(resume);
        setTimeout(resume, leftMs).unref();
      });
    }
  }

  /**
   * The manifest once every file it refers to is read as it is now and everything computed, however long that takes. Rejects
   * with the signal's reason.
   */
  async wholeManifest(uri: string, signal: AbortSignal): Promise<OpenManifest | undefined> {
    let manifest = await this.manifest(uri);
    if (!manifest) return undefined;
    // A file may have changed a moment ago, unnoticed yet.
    this.projectFiles.keepOnly(() => false);
    await this.configure(manifest.document);
    for (const path of this.manifests.referencedPaths([manifest.document])) this.store.recheck(path);
    for (;;) {
      await this.store.settled();
      signal.throwIfAborted();
      manifest = await this.manifest(uri);
      if (!manifest?.analysis.loading && !manifest?.analysis.computing) return manifest;
      this.manifests.forgetInputs();
    }
  }

  /** What is set for a document, which need not be open; for a text in no window's folder, what the client sets. */
  async settingsFor(uri: string | undefined, folder: string | undefined): Promise<DocumentSettings> {
    this.projectFiles.keepOnly((path) => this.watcher.watches(path));
    const [client, project] = await Promise.all([
      this.clientSettings(uri).catch((error) => {
        this.log('reading the settings of the client failed', error);
        return this.manifests.settings.client;
      }),
      folder === undefined ? undefined : this.projectFiles.find(folder),
    ]);
    return documentSettings(uri, folder, client, project);
  }

  /** Files for one analysis apart from the editor's; unsaved text counts, and traces that were read before are known. */
  separateStore(): InputStore {
    const { loader, studies, edited } = this;
    const bufferOf = (path: string) => edited.bufferOf(path);
    return new InputStore({ loader, studies, bufferOf, ownFolders: this.manifests.ownFolders });
  }

  /** Address of a rule's packaged page. */
  readonly rulePage = (code: string): string =>
    URI.file(join(this.options.packageRoot, 'docs', 'rules', `${code}.md`)).toString();

  readonly log = (message: string, error: unknown): void =>
    this.connection.console.error(`${message}: ${error instanceof Error ? error.stack : error}`);

  private changed(document: TextDocument): void {
    const { scheme, fsPath: path } = URI.parse(document.uri);
    if (document.version > 1 && (this.store.paths().has(path) || isProjectFile(path))) {
      this.edited.mark(document.uri);
      this.fileChanged(path);
    }
    if (scheme === 'file' && isProjectFile(path)) {
      void this.edited.compareWithDisk(document, path).then((differs) => differs && this.fileChanged(path));
    }
    const isOurs = shareOfDocument(document) !== undefined;
    const wasOurs = this.ours.has(document.uri);
    if (isOurs && wasOurs) {
      this.push(document);
      this.updateReferences();
    } else if (isOurs) void this.takeUp(document);
    else if (wasOurs) this.letGo(document.uri);
  }

  private saved(document: TextDocument): void {
    const { uri } = document;
    this.edited.unmark(uri);
    this.fileChanged(URI.parse(uri).fsPath);
    if (!this.ours.has(uri)) return;
    for (const path of this.manifests.referencedPaths([document])) this.store.refresh(path);
    this.projectFiles.keepOnly(() => false);
    void this.configureAll();
  }

  private closed({ uri }: TextDocument): void {
    if (this.edited.unmark(uri)) this.fileChanged(URI.parse(uri).fsPath);
    if (this.ours.has(uri)) this.letGo(uri);
  }

  /** Begins to answer for a document. */
  private async takeUp(document: TextDocument): Promise<void> {
    this.ours.add(document.uri);
    await this.configure(document);
    this.push(document);
    this.updateReferences();
  }

  /** Ends answering for a document, and takes back what was said about it. */
  private letGo(uri: string): void {
    this.ours.delete(uri);
    this.lenses.close(uri);
    this.simulations.end(uri);
    this.manifests.close(uri);
    if (!this.client.pullsDiagnostics) this.quietly(this.connection.sendDiagnostics({ uri, diagnostics: [] }));
    this.updateReferences();
  }

  private end(): void {
    clearTimeout(this.referencesTimer);
    this.simulations.end();
    this.watcher.close();
    this.store.dispose();
    this.studies.dispose();
  }

  private openManifests(): readonly TextDocument[] {
    return this.documents.all().filter(({ uri }) => this.ours.has(uri));
  }

  /** Takes up a document's settings; true where they changed. */
  private configure(document: TextDocument): Promise<boolean> {
    const { uri } = document;
    const find = () => this.settingsFor(uri, this.manifests.folderOf(document));
    const takeUp = (settings: DocumentSettings) => this.ours.has(uri) && this.manifests.configure(document, settings);
    return this.configuring.run(uri, find, takeUp).catch((error) => {
      this.log('reading settings failed', error);
      return false;
    });
  }

  private async clientSettings(uri: string | undefined): Promise<ClientSettings> {
    if (!this.client.givesSettings) return this.manifests.settings.client;
    return toSettings((await askForSettings(this.connection, uri)) ?? this.client.settings);
  }

  /** Takes up settings of the client or the project that may have changed. */
  private async configureAll(): Promise<void> {
    const changed = await Promise.all(this.openManifests().map((document) => this.configure(document)));
    this.refresh(changed.includes(true));
    this.updateReferences();
  }

  /** A file, or an editor's text of it, changed. */
  private fileChanged(path: string): void {
    this.store.refresh(path);
    if (!isProjectFile(path)) return;
    this.projectFiles.forget(path);
    void this.configureAll();
  }

  /** Watches what is referenced now, and looks for changes that came before the watching. */
  private updateReferences(): void {
    clearTimeout(this.referencesTimer);
    this.referencesTimer = setTimeout(() => {
      const paths = this.manifests.referencedPaths(this.openManifests());
      const { found, watched } = this.manifests.projectPaths();
      const unwatched = watched.filter((path) => !this.watcher.watches(path));
      this.store.keepOnly(paths);
      this.watcher.watch(new Set([...paths, ...watched]));
      this.buffers?.follow(new Set([...paths, ...found]));
      for (const path of paths) this.store.recheck(path);
      for (const path of unwatched) this.projectFiles.forget(path);
      if (unwatched.length > 0) void this.configureAll();
    }, referencesDelayMs);
  }

  /** Has the client ask again for everything that may have changed, or sends it. */
  private refresh(changed = true): void {
    if (changed) for (const method of this.client.refreshes) this.quietly(this.connection.sendRequest(method));
    for (const document of this.openManifests()) this.push(document);
  }

  /** Sends diagnostics to a client that does not ask for them, once the document's settings are known. */
  private push(document: TextDocument): void {
    const { uri, version } = document;
    if (this.client.pullsDiagnostics || this.configuring.has(uri) || !this.ours.has(uri)) return;
    const items = diagnostics(this.manifests.open(document), this.rulePage, this.otherFile);
    this.quietly(this.connection.sendDiagnostics({ uri, version, diagnostics: items }));
  }

  /** A client that refuses a request or is gone is no reason to stop. */
  private quietly(sent: Promise<unknown>): void {
    sent.catch((error) => this.connection.console.warn(`the client did not take a message: ${error}`));
  }
}
