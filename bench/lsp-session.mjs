// A language server as a child process and the questions the benchmark asks it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import rpc from 'vscode-jsonrpc/node.js';

const capabilities = {
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { versionSupport: true, relatedInformation: true },
    diagnostic: {},
    hover: { contentFormat: ['markdown'] },
    completion: { completionItem: { snippetSupport: true } },
    codeLens: {},
  },
};

/** One running server with one open document. Times are milliseconds of wall clock as the client sees them. */
export class LspSession {
  static async start({ command, languageId, configuration, uri }) {
    const session = new LspSession();
    const begin = performance.now();
    session.child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
    session.connection = rpc.createMessageConnection(session.child.stdout, session.child.stdin);
    session.connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ section }) => configuration[section] ?? null),
    );
    session.connection.onRequest('client/registerCapability', () => null);
    session.connection.onRequest('workspace/diagnostic/refresh', () => null);
    session.connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) =>
      session.onPublished?.(diagnostics),
    );
    session.connection.listen();
    const { capabilities: offered } = await session.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      capabilities,
    });
    await session.connection.sendNotification('initialized', {});
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    session.initialize = performance.now() - begin;
    session.pulls = offered.diagnosticProvider !== undefined;
    Object.assign(session, { languageId, uri, version: 0 });
    return session;
  }

  /** Opens the text; resolves with the time until its diagnostics are there. */
  async open(text) {
    this.text = text;
    this.version = 1;
    return this.timeDiagnostics(() =>
      this.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: this.uri, languageId: this.languageId, version: 1, text },
      }),
    );
  }

  /** One keystroke: a digit typed behind a value and, the next time, taken back. */
  keystroke() {
    const offset = this.text.indexOf('workers: ') + 'workers: '.length + 1;
    const lines = this.text.slice(0, offset).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    this.version += 1;
    const typed = this.version % 2 === 0;
    const end = typed ? position : { ...position, character: position.character + 1 };
    this.place = position;
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ range: { start: position, end }, text: typed ? '0' : '' }],
    });
  }

  async editToDiagnostics() {
    return this.timeDiagnostics(() => this.keystroke());
  }

  /** Time of one request right after a keystroke, and whether the answer had content. */
  async afterKeystroke(method, params = {}) {
    await this.keystroke();
    return this.ask(method, params);
  }

  /** Time of one request on the text as it is, and whether the answer had content. */
  async ask(method, params = {}) {
    const begin = performance.now();
    const answer = await this.connection.sendRequest(method, {
      textDocument: { uri: this.uri },
      position: this.place,
      ...params,
    });
    const took = performance.now() - begin;
    const items = answer?.items ?? answer;
    return { took, useful: Array.isArray(items) ? items.length > 0 : Boolean(items) };
  }

  async timeDiagnostics(cause) {
    const begin = performance.now();
    if (this.pulls) {
      await cause();
      await this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: this.uri } });
      return performance.now() - begin;
    }
    const published = new Promise((resolve) => {
      this.onPublished = resolve;
    });
    await cause();
    await published;
    return performance.now() - begin;
  }

  /** Resident memory of the server in MiB; undefined where the system does not tell. */
  memory() {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  async stop() {
    await Promise.race([this.connection.sendRequest('shutdown'), new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.connection.dispose();
    this.child.kill();
  }
}
