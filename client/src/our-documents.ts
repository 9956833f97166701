import * as vscode from 'vscode';
import {
  foreignLanguages,
  kindOfText,
  languageId,
  type NamedText,
  shareOfText,
} from '../../server/src/protocol/our-documents';

/** Whether the server has something to say about a document: among those sent to it, by language, name or what the text carries. */
export function isOurs(document: vscode.TextDocument): boolean {
  const isSent = document.languageId === languageId || foreignLanguages.includes(document.languageId);
  return isSent && shareOfText(asText(document)) !== undefined;
}

/** Whether a document may describe a deployment, rather than configure how all of them are looked at. */
export function mayDeploy(document: vscode.TextDocument): boolean {
  return isOurs(document) && kindOfText(asText(document)) !== 'configuration';
}

function asText(document: vscode.TextDocument): NamedText {
  const { uri, languageId: language } = document;
  return { path: uri.path, languageId: language, getText: () => document.getText() };
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

/**
 * A manifest's document, opened where no editor shows it: that is what makes the server know it. Throws where it cannot
 * be opened, as an unsaved one that is closed.
 */
export async function manifestDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  if (uri.scheme !== 'untitled') return vscode.workspace.openTextDocument(uri);
  // Opening one that is closed would make an empty one of the same name.
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (!open) throw new Error(`the unsaved file ${uri.path} is closed`);
  return open;
}
