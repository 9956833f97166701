import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { ExplainView } from './explain-view';
import { registerLanguageModelTools } from './language-model-tools';
import { followActiveEditor, onceOurs } from './our-documents';
import { ServerConnection } from './server-connection';
import { createStatusItem } from './status-item';
import { SweepPanels } from './sweep-panels';

let server: ServerConnection | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('AFD Lens', { log: true });
  server = new ServerConnection(context.asAbsolutePath('dist/server.js'), log);
  const explainView = new ExplainView(server);
  const sweepPanels = new SweepPanels(server, log, context.extensionUri);
  context.subscriptions.push(
    log,
    server,
    explainView,
    sweepPanels,
    createStatusItem(server),
    registerCommands({ server, explainView, sweepPanels, log, extensionUri: context.extensionUri }),
  );
  registerTools(context, server, log);
  startWhenNeeded(context, server);
}

/** Files that tell by their name that a workspace has something for AFD Lens. */
const ownFiles = '**/{*.afd.yaml,*.afd.yml,afd.yaml,afd.yml}';

/**
 * Starts the server for the first document that is ours, or in a workspace with files of ours. YAML files and shell
 * scripts of others bring this extension to life too, and must then cost nothing.
 */
function startWhenNeeded({ subscriptions }: vscode.ExtensionContext, connection: ServerConnection): void {
  let started = false;
  const start = (): void => {
    if (started) return;
    started = true;
    void vscode.commands.executeCommand('setContext', 'afdLens.active', true);
    void connection.start();
  };
  subscriptions.push(onceOurs(start), followActiveEditor());
  void vscode.workspace.findFiles(ownFiles, '**/node_modules/**', 1).then(({ length }) => {
    if (length > 0) start();
  });
}

/** The tools that package.json contributes. */
function registerTools(
  { extension, subscriptions }: vscode.ExtensionContext,
  connection: ServerConnection,
  log: vscode.LogOutputChannel,
): void {
  const contributed: readonly { name: string }[] = extension.packageJSON.contributes.languageModelTools;
  subscriptions.push(
    ...registerLanguageModelTools(
      vscode,
      contributed.map(({ name }) => name),
      (name, input, token) => connection.callTool(name, input, token),
      (line) => log.info(line),
    ),
  );
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
