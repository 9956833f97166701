import * as vscode from 'vscode';
import { languageId } from '../../server/src/protocol/our-documents';
import { findingSource } from '../../server/src/protocol/protocol';
import { isOurs } from './our-documents';
import type { ServerConnection } from './server-connection';

/** The one status item: how many findings the active document has, or that the server is not running and how to restart it. */
export function createStatusItem(server: ServerConnection): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('afdLens.status', { language: languageId });
  item.name = 'AFD Lens';
  const update = (): void => {
    const stopped = server.state === 'stopped';
    item.selector = selectorFor(vscode.window.activeTextEditor?.document);
    item.busy = server.state === 'starting';
    item.severity = stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = stopped
      ? 'AFD Lens: server stopped'
      : `AFD Lens: ${findings(vscode.window.activeTextEditor?.document)}`;
    item.command = stopped
      ? { title: 'Restart', command: 'afdLens.restartServer', tooltip: 'Restart the AFD Lens language server' }
      : { title: 'Show Log', command: 'afdLens.showLog', tooltip: 'Show what the AFD Lens language server logs' };
  };
  update();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.languages.onDidChangeDiagnostics(update),
  );
}

/** Our language; another document only while it is ours. */
function selectorFor(document: vscode.TextDocument | undefined): vscode.DocumentSelector {
  if (!document || document.languageId === languageId || !isOurs(document)) return { language: languageId };
  return { language: document.languageId, scheme: document.uri.scheme };
}

function findings(document: vscode.TextDocument | undefined): string {
  const all = document ? vscode.languages.getDiagnostics(document.uri) : [];
  const count = all.filter((diagnostic) => diagnostic.source === findingSource).length;
  return count === 0 ? 'no findings' : count === 1 ? '1 finding' : `${count} findings`;
}
