import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { connectionStrategy } from '../../server/src/language-server/cancellation';
import { startServer } from '../../server/src/language-server/server';
import type { ServerOptions } from '../../server/src/language-server/session';
import { serverCommands } from '../../server/src/protocol/protocol';
import { realWorker } from '../background/workers';
import { waitFor } from '../wait-for';

/** Capabilities of a client that can do everything the server makes use of. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    synchronization: { dynamicRegistration: true, didSave: true },
    diagnostic: {},
    completion: { completionItem: { snippetSupport: true } },
  },
  window: { workDoneProgress: true },
};

/** A diagnostic whose message is text, as all of ours are. */
export type TextDiagnostic = Diagnostic & { readonly message: string };

interface Registration {
  readonly id: string;
  readonly method: string;
  readonly registerOptions?: unknown;
}

/** A real server and a client on it, in memory, over a temporary workspace. */
export class ProtocolClient {
  readonly folder = mkdtempSync(join(tmpdir(), 'afd-lens-protocol-'));
  readonly registrations: Registration[] = [];
  readonly published: { uri: string; version?: number; diagnostics: Diagnostic[] }[] = [];
  readonly logged: string[] = [];
  refreshes = 0;
  settings: unknown = {};
  initialized!: InitializeResult;
  private readonly waiting: (() => void)[] = [];
  private readonly documents = new Map<string, TextDocument>();

  private constructor(readonly connection: ProtocolConnection) {}

  static async start(
    capabilities: ClientCapabilities = fullCapabilities,
    settings: unknown = {},
    options: Partial<ServerOptions> = {},
    initializationOptions: unknown = { clientCommands: true },
  ): Promise<ProtocolClient> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down), { connectionStrategy });
    startServer(server, {
      workerPath: realWorker,
      packageRoot: process.cwd(),
      ...options,
    });
    const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    const client = new ProtocolClient(connection);
    client.settings = settings;
    client.listen();
    client.initialized = await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: URI.file(client.folder).toString(), name: 'test' }],
      capabilities,
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  private listen(): void {
    const refreshed = () => {
      this.refreshes++;
      for (const resolve of this.waiting.splice(0)) resolve();
    };
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
      this.registrations.push(...registrations);
    });
    this.connection.onRequest(
      'client/unregisterCapability',
      ({ unregisterations }: { unregisterations: Registration[] }) => {
        for (const { id } of unregisterations) {
          const index = this.registrations.findIndex((registration) => registration.id === id);
          if (index >= 0) this.registrations.splice(index, 1);
        }
      },
    );
    this.connection.onRequest('workspace/diagnostic/refresh', refreshed);
    this.connection.onRequest('workspace/codeLens/refresh', () => undefined);
    this.connection.onRequest('workspace/inlayHint/refresh', () => undefined);
    this.connection.onRequest('window/workDoneProgress/create', () => undefined);
    this.connection.onNotification('textDocument/publishDiagnostics', (params) => {
      this.published.push(params as (typeof this.published)[number]);
      for (const resolve of this.waiting.splice(0)) resolve();
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    this.connection.listen();
  }

  /** Writes a file of the workspace; `ageDays` sets its modification time back. */
  write(path: string, text: string | Uint8Array, ageDays = 0): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const time = Date.now() / 1000 - ageDays * 86_400;
    if (ageDays > 0) utimesSync(file, time, time);
    return file;
  }

  uri(path: string): string {
    return /^[a-z-]+:/.test(path) ? path : URI.file(join(this.folder, path)).toString();
  }

  async open(path: string, text: string, languageId = 'afd-deployment'): Promise<string> {
    const uri = this.uri(path);
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Replaces the whole text of an open document. */
  async change(uri: string, text: string): Promise<void> {
    const version = this.documents.get(uri)!.version + 1;
    this.documents.set(uri, TextDocument.update(this.documents.get(uri)!, [{ text }], version));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** The next refresh or publication; call before what causes it. */
  nextRefresh(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async diagnostics(uri: string): Promise<TextDiagnostic[]> {
    const report = await this.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
    return report.kind === 'full' ? report.items.filter(hasText) : [];
  }

  /** Resolves when the referenced files are followed; their watching begins right before. */
  async watching(): Promise<void> {
    await waitFor('the referenced files to be followed', () =>
      this.registrations.some(({ method }) => method === 'textDocument/didOpen'),
    );
  }

  /** Diagnostics once every referenced file is read. */
  async settledDiagnostics(uri: string): Promise<TextDiagnostic[]> {
    await waitFor(`the files of ${uri} to be read`, async () => {
      const lenses = await this.request<{ command: { title: string } }[]>('textDocument/codeLens', {
        textDocument: { uri },
      });
      return !lenses.some(({ command }) => command.title.includes('reading '));
    });
    return this.diagnostics(uri);
  }

  /** Diagnostics of an open document once everything about it is read and computed. */
  async wholeDiagnostics(uri: string): Promise<TextDiagnostic[]> {
    // The tools for agents wait for all of it.
    await this.request('workspace/executeCommand', {
      command: serverCommands.tool,
      arguments: ['analyze_afd_ratio', { path: uri }, []],
    });
    return this.diagnostics(uri);
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  /** The open document's text after a code action's edit, which must be for its current version. */
  applied(action: CodeAction): string {
    const change = action.edit?.documentChanges?.[0] as TextDocumentEdit | undefined;
    const document = this.documents.get(change!.textDocument.uri)!;
    if (change!.textDocument.version !== document.version) throw new Error('the edit is for another version');
    return TextDocument.applyEdits(document, change!.edits as { range: Diagnostic['range']; newText: string }[]);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function hasText(diagnostic: Diagnostic): diagnostic is TextDiagnostic {
  assert.equal(typeof diagnostic.message, 'string');
  return true;
}
