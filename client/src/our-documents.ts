import * as vscode from 'vscode';
import { ourShare } from '../../server/src/analysis/our-share';
import { isConfigurationPath } from '../../server/src/configuration/configuration';
import { foreignLanguages, languageId } from './names';

/** Whether the server has something to say about a document: by its language or name, or by what its text carries. */
export function isOurs(document: vscode.TextDocument): boolean {
  if (document.languageId === languageId) return true;
  return (
    foreignLanguages.includes(document.languageId) && ourShare(document.uri.path, document.getText()) !== undefined
  );
}

/** Whether a document may describe a deployment, rather than configure how all of them are looked at. */
export function mayDeploy(document: vscode.TextDocument): boolean {
  return isOurs(document) && !isConfigurationPath(document.uri.path);
}

/** Calls back as soon as some open document is ours, at once where one is; later documents do not matter any more. */
export function onceOurs(listener: () => void): vscode.Disposable {
  const subscriptions: vscode.Disposable[] = [];
  const end = vscode.Disposable.from({ dispose: () => subscriptions.splice(0).forEach((one) => void one.dispose()) });
  const look = (document: vscode.TextDocument): void => {
    if (!isOurs(document)) return;
    end.dispose();
    listener();
  };
  if (vscode.workspace.textDocuments.some(isOurs)) listener();
  else {
    subscriptions.push(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    );
  }
  return end;
}

/** Keeps the context key `afdLens.mayDeploy` at whether the active editor may describe a deployment. */
export function followActiveEditor(): vscode.Disposable {
  let last: boolean | undefined;
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const value = document !== undefined && mayDeploy(document);
    if (value === last) return;
    last = value;
    void vscode.commands.executeCommand('setContext', 'afdLens.mayDeploy', value);
  };
  update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) update();
    }),
  );
}
