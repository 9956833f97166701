import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { ExplainView } from './explain-view';
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
  void vscode.commands.executeCommand('setContext', 'afdLens.active', true);
  void server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
