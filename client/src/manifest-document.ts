import * as vscode from 'vscode';

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
