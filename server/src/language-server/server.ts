import { join } from 'node:path';
import {
  type CancellationToken,
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { InputStore } from '../analysis/input-store';
import { TraceLoader } from '../workload/trace-loader';
import { FileWatcher } from './file-watcher';
import { Manifests } from './manifests';
import type { OpenManifest } from './open-manifest';
import { codeActions, fixAllKind } from './providers/code-action';
import { SteadyLenses } from './providers/code-lens';
import { completion } from './providers/completion';
import { definition, documentLinks } from './providers/definition';
import { diagnostics } from './providers/diagnostics';
import { documentSymbols } from './providers/document-symbol';
import { explain, explainCommand } from './providers/explain-command';
import { hover } from './providers/hover';
import { inlayHints } from './providers/inlay-hint';
import { ReadProgress } from './read-progress';
import { ReferencedBuffers } from './referenced-buffers';
import { toSettings } from './settings';

export interface ServerOptions {
  /** Bundled worker that reads traces; undefined reads in this process. */
  readonly workerPath: string | undefined;
  /** Folder of the installed package, for its rule pages and built-in profiles. */
  readonly packageRoot: string;
}

/** The language id of manifests and profile documents. */
export const languageId = 'afd-deployment';

/** What the server offers; every list is short because everything else belongs to YAML tools. */
const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  diagnosticProvider: { identifier: 'afd-lens', interFileDependencies: false, workspaceDiagnostics: false },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: { resolveProvider: false },
  inlayHintProvider: { resolveProvider: false },
  completionProvider: { triggerCharacters: [':', ' ', '/', '{', ','], resolveProvider: false },
  definitionProvider: true,
  documentLinkProvider: { resolveProvider: false },
  documentSymbolProvider: true,
  executeCommandProvider: { commands: [explainCommand] },
};

/** Runs the language server on a connection until it closes. */
export function startServer(connection: Connection, options: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);
  const lenses = new SteadyLenses();
  const log = (message: string, error: unknown) =>
    connection.console.error(`${message}: ${error instanceof Error ? error.stack : error}`);
  let client: ClientCapabilities = {};
  let buffers: ReferencedBuffers | undefined;
  const watcher = new FileWatcher((path) => store.refresh(path));
  let progress: ReadProgress | undefined;

  const store = new InputStore({
    loader: new TraceLoader({ workerPath: options.workerPath }),
    bufferOf: (path) => {
      const buffer = documents.get(URI.file(path).toString());
      return buffer && edited.has(buffer.uri) ? { text: buffer.getText(), version: buffer.version } : undefined;
    },
    onChange: () => inputsChanged(),
    onProgress: (path, share) => progress?.update(path, share),
  });
  const manifests = new Manifests(store, log);
  /** Open documents whose text was changed since they were opened or saved. */
  const edited = new Set<string>();

  const isManifest = (document: TextDocument) => document.languageId === languageId;
  const openManifests = () => documents.all().filter(isManifest);
  const rulePage = (code: string) => URI.file(join(options.packageRoot, 'docs', 'rules', `${code}.md`)).toString();
  const pullsDiagnostics = () => client.textDocument?.diagnostic !== undefined;

  const push = (document: TextDocument): void => {
    if (pullsDiagnostics()) return;
    const { uri, version } = document;
    connection.sendDiagnostics({
      uri,
      version,
      diagnostics: diagnostics(manifests.open(document), rulePage),
    });
  };

  const refresh = (): void => {
    const { workspace } = client;
    if (workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh();
    if (workspace?.codeLens?.refreshSupport) void connection.sendRequest('workspace/codeLens/refresh');
    if (workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh();
    for (const document of openManifests()) push(document);
  };

  const inputsChanged = (): void => {
    manifests.forgetInputs();
    refresh();
  };

  /** Watches what is referenced now; runs after the answer to the client, never before it. */
  let referencesTimer: NodeJS.Timeout | undefined;
  const updateReferences = (): void => {
    clearTimeout(referencesTimer);
    referencesTimer = setTimeout(() => {
      const paths = manifests.referencedPaths(openManifests());
      store.keepOnly(paths);
      watcher.watch(paths);
      buffers?.follow(paths);
      // A file may have changed before the watching began.
      for (const path of paths) store.recheck(path);
    }, 50);
  };

  /** Documents whose settings are on their way; answers about them wait, so that nothing shows and vanishes again. */
  const configuring = new Map<string, Promise<void>>();
  const configure = (document: TextDocument): Promise<void> => {
    if (!client.workspace?.configuration) return Promise.resolve();
    const configured = fetchSettings(document)
      .catch((error) => log('reading settings failed', error))
      .finally(() => configuring.delete(document.uri));
    configuring.set(document.uri, configured);
    return configured;
  };
  const fetchSettings = async (document: TextDocument): Promise<void> => {
    const section = await connection.workspace.getConfiguration({ scopeUri: document.uri, section: 'afdLens' });
    if (documents.get(document.uri)) manifests.configure(document.uri, toSettings(section));
  };

  connection.onInitialize(({ capabilities: offered, workspaceFolders }: InitializeParams): InitializeResult => {
    client = offered;
    const folder = workspaceFolders?.[0];
    manifests.workspaceFolder = folder?.uri.startsWith('file:') ? URI.parse(folder.uri).fsPath : undefined;
    buffers = new ReferencedBuffers(connection, offered);
    progress = new ReadProgress(connection, offered.window?.workDoneProgress ?? false, (path) => store.cancel(path));
    return { capabilities, serverInfo: { name: 'AFD Lens' } };
  });
  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'afdLens' });
    }
  });
  connection.onDidChangeConfiguration(async () => {
    await Promise.all(openManifests().map(configure));
    refresh();
  });
  connection.onShutdown(() => {
    clearTimeout(referencesTimer);
    watcher.close();
    store.dispose();
  });

  documents.onDidOpen(async ({ document }) => {
    if (!isManifest(document)) return;
    await configure(document);
    push(document);
    updateReferences();
  });
  documents.onDidChangeContent(({ document }) => {
    const path = URI.parse(document.uri).fsPath;
    if (document.version > 1 && store.paths().has(path)) {
      edited.add(document.uri);
      store.refresh(path);
    }
    if (!isManifest(document)) return;
    push(document);
    updateReferences();
  });
  documents.onDidSave(({ document }) => {
    edited.delete(document.uri);
    store.refresh(URI.parse(document.uri).fsPath);
    if (isManifest(document)) for (const path of manifests.referencedPaths([document])) store.refresh(path);
  });
  documents.onDidClose(({ document }) => {
    lenses.close(document.uri);
    manifests.close(document.uri);
    if (edited.delete(document.uri)) store.refresh(URI.parse(document.uri).fsPath);
    if (!isManifest(document)) return;
    if (!pullsDiagnostics()) connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    updateReferences();
  });

  /** Answers from the analysis of the current text; one failing answer is logged and loses only itself. */
  const answer = async <T>(
    uri: string,
    token: CancellationToken,
    empty: T,
    provide: (manifest: OpenManifest) => T | Promise<T>,
  ): Promise<T> => {
    await configuring.get(uri);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
    const document = documents.get(uri);
    if (!document || !isManifest(document)) return empty;
    try {
      return await provide(manifests.open(document));
    } catch (error) {
      log(`answering for ${uri} failed`, error);
      return empty;
    }
  };

  connection.languages.diagnostics.on(({ textDocument: { uri } }, token) =>
    answer<DocumentDiagnosticReport>(
      uri,
      token,
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      (manifest) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: diagnostics(manifest, rulePage),
      }),
    ),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer(uri, token, null, (manifest) => hover(manifest, position, Date.now())),
  );
  connection.onCodeAction((params, token) =>
    answer(params.textDocument.uri, token, [], (manifest) => codeActions(manifest, params, rulePage)),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer(uri, token, [], (manifest) =>
      manifest.settings.codeLens ? lenses.lenses(manifest, 'afdLens.explain') : [],
    ),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    answer(uri, token, [], (manifest) => (manifest.settings.inlayHints ? inlayHints(manifest, range) : [])),
  );
  connection.onCompletion(({ textDocument: { uri }, position }, token) =>
    answer(uri, token, { isIncomplete: false, items: [] }, (manifest) =>
      completion(manifest, position, client.textDocument?.completion?.completionItem?.snippetSupport ?? false),
    ),
  );
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    answer(uri, token, null, (manifest) => definition(manifest, position, options.packageRoot)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    answer(uri, token, [], (manifest) => documentLinks(manifest, options.packageRoot)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) => answer(uri, token, [], documentSymbols));
  connection.onExecuteCommand(({ command, arguments: args }, token) => {
    const [uri, index] = args ?? [];
    if (command !== explainCommand || typeof uri !== 'string') return null;
    return answer(uri, token, null, (manifest) => explain(manifest, typeof index === 'number' ? index : 0, Date.now()));
  });

  documents.listen(connection);
  connection.listen();
}
