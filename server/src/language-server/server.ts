import {
  type CancellationToken,
  CodeActionKind,
  type CodeLens,
  type CompletionList,
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InlayHint,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver/node';
import { lensCommands, type ServerCommand, type ServerCommands, serverCommands } from '../protocol/protocol';
import type { OpenManifest } from './open-manifest';
import { codeActions, fixAllKind } from './providers/code-action';
import { completion } from './providers/completion';
import { definition, documentLinks } from './providers/definition';
import { diagnostics } from './providers/diagnostics';
import { documentSymbols } from './providers/document-symbol';
import { explain } from './providers/explain-command';
import { hover } from './providers/hover';
import { inlayHints } from './providers/inlay-hint';
import { simulateOpen, strategies, sweep, sweepEdit } from './providers/sweep-command';
import { callTool } from './providers/tool-command';
import { type ServerOptions, Session } from './session';

/** Set at build time from package.json. */
declare const packageVersion: string;

/** What the server offers; every list is short because everything else belongs to YAML tools. */
const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: { resolveProvider: false },
  inlayHintProvider: { resolveProvider: false },
  completionProvider: { triggerCharacters: [':', ' ', '/', '{', ','], resolveProvider: false },
  definitionProvider: true,
  documentLinkProvider: { resolveProvider: false },
  documentSymbolProvider: true,
  executeCommandProvider: {
    commands: Object.values(serverCommands),
  },
};

/** For clients that pull diagnostics; others would show both what they pulled and what was sent. */
const pulledDiagnostics: ServerCapabilities = {
  diagnosticProvider: { identifier: 'afd-lens', interFileDependencies: false, workspaceDiagnostics: false },
};

/** Runs the language server on a connection until it closes. */
export function startServer(connection: Connection, options: ServerOptions): void {
  const session = new Session(connection, options);
  connection.onInitialize((params) => {
    session.initialize(params);
    return {
      capabilities: session.client.pullsDiagnostics ? { ...capabilities, ...pulledDiagnostics } : capabilities,
      serverInfo: { name: 'AFD Lens', version: packageVersion },
    };
  });
  session.listen();
  answerRequests(connection, session);
  connection.listen();
}

type Provide<T> = (manifest: OpenManifest) => T | Promise<T>;

function answerRequests(connection: Connection, session: Session): void {
  const { packageRoot } = session.options;
  const { rulePage, otherFile } = session;

  /**
   * Answers from the analysis of the current text, with `settled` once referenced files are read; one failing answer is
   * logged and loses only itself.
   */
  const answer = async <T>(
    uri: string,
    token: CancellationToken,
    empty: T,
    provide: Provide<T>,
    settled = false,
  ): Promise<T> => {
    try {
      const open = settled ? () => session.settledManifest(uri) : () => session.manifest(uri);
      const manifest = token.isCancellationRequested ? undefined : await open();
      if (!token.isCancellationRequested) return manifest ? await provide(manifest) : empty;
    } catch (error) {
      session.log(`answering for ${uri} failed`, error);
      return empty;
    }
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  };

  const noFindings: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(({ textDocument: { uri } }, token) =>
    answer(uri, token, noFindings, (manifest) => ({
      ...noFindings,
      items: diagnostics(manifest, rulePage, otherFile),
    })),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer(uri, token, null, (manifest) => hover(manifest, position, session.client.hoverFormat, Date.now())),
  );
  connection.onCodeAction((params, token) =>
    answer(params.textDocument.uri, token, [], (manifest) =>
      codeActions(manifest, params, { rulePage, versionedEdits: session.client.versionedEdits, otherFile }),
    ),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) => {
    const { commands, refreshesLenses } = session.client;
    const lenses: Provide<CodeLens[]> = (manifest) =>
      manifest.client.codeLens ? session.lenses.lenses(manifest, commands ? lensCommands : undefined) : [];
    return answer(uri, token, [], lenses, !refreshesLenses);
  });
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) => {
    const hints: Provide<InlayHint[]> = (manifest) => (manifest.client.inlayHints ? inlayHints(manifest, range) : []);
    return answer(uri, token, [], hints, !session.client.refreshesHints);
  });
  connection.onCompletion(({ textDocument: { uri }, position }, token) => {
    const nothing: CompletionList = { isIncomplete: false, items: [] };
    return answer(uri, token, nothing, (manifest) => completion(manifest, position, session.client.snippets));
  });
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    answer(uri, token, null, (manifest) => definition(manifest, position, packageRoot)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    answer(uri, token, [], (manifest) => documentLinks(manifest, packageRoot)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) => answer(uri, token, [], documentSymbols));
  const commands: CommandAnswers = {
    tool: (sent, token) => callTool(session, sent, token),
    explain: ([uri, document], token) =>
      answer(uri, token, null, (manifest) =>
        explain(manifest, typeof document === 'number' ? document : 0, Date.now()),
      ),
    sweep: ([uri, document, whatIf], token) =>
      answer(uri, token, null, (manifest) => sweep(manifest, document, whatIf)),
    strategies: ([uri, document, whatIf], token) =>
      answer(uri, token, null, (manifest) => strategies(manifest, document, whatIf, Date.now())),
    sweepEdit: ([uri, document, change], token) =>
      answer(uri, token, null, (manifest) => sweepEdit(manifest, document, change, otherFile)),
    simulate: ([uri, document, whatIf, options], token, workDone) => {
      const watch = { token, onProgress: (share: number) => workDone.report(Math.round(100 * share)) };
      workDone.begin('Simulating', 0, undefined, true);
      return answer(uri, token, null, (manifest) =>
        simulateOpen(manifest, document, whatIf, options, session.simulations, watch),
      ).finally(() => workDone.done());
    },
  };
  connection.onExecuteCommand(({ command, arguments: [first, ...others] = [] }, token, workDone) => {
    const name = commandNames.find((each) => serverCommands[each] === command);
    // Each takes a text first: the URI of a document, or the name of a tool.
    if (!name || typeof first !== 'string') return null;
    return commands[name]([first, ...others], token, workDone);
  });
}

const commandNames = Object.keys(serverCommands) as readonly ServerCommand[];

/** What answers each command. Of what a client sends nothing is known but that the first argument is a text. */
type CommandAnswers = {
  readonly [Name in ServerCommand]: (
    sent: readonly [string, ...unknown[]],
    token: CancellationToken,
    workDone: WorkDoneProgressReporter,
  ) => Promise<ServerCommands[Name]['answer'] | null>;
};
