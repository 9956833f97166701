import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { ExplainView } from './explain-view';
import { ServerConnection } from './server-connection';
import { createStatusItem } from './status-item';

let server: ServerConnection | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('AFD Lens', { log: true });
  server = new ServerConnection(context.asAbsolutePath('dist/server.js'), log);
  const explainView = new ExplainView(server);
  context.subscriptions.push(
    log,
    server,
    explainView,
    createStatusItem(server),
    registerCommands({ server, explainView, log, extensionUri: context.extensionUri }),
  );
  void vscode.commands.executeCommand('setContext', 'afdLens.active', true);
  void server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
