import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';

/** The root of the workspace copy this window shows. */
export function workspaceUri(path = ''): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
}

/** Opens a file of the workspace in an editor. */
export async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceUri(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Reverts what is unsaved and closes every editor. */
export async function closeAll(): Promise<void> {
  const ours = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'afd-deployment');
  for (const document of ours.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The range of the first `text` in the document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`no "${text}" in ${document.uri}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Replaces the first `text` of a document without saving it. */
export async function replace(document: vscode.TextDocument, text: string, replacement: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, text), replacement);
  await vscode.workspace.applyEdit(edit);
}

export function findingsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'AFD Lens');
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);
}

/** The finding with this code, once there is one. */
export function waitForFinding(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  return waitFor(`${code} in ${document.uri.path}`, () => findingsOf(document).find((found) => codeOf(found) === code));
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const parts = hovers.flatMap(({ contents }) => contents as (vscode.MarkdownString | string)[]);
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('\n');
}

export async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return lenses.map(({ command }) => command?.title ?? '');
}

/** The titles of the code lenses, once they name a bottleneck rather than say that a trace is being read. */
export function waitForLens(document: vscode.TextDocument): Promise<string> {
  let title = '';
  return waitFor(
    `an answer in the code lens of ${document.uri.path}`,
    async () => {
      title = (await lensTitles(document)).join('\n');
      return /-bound/.test(title) && title;
    },
    () => `; it said "${title}"`,
  );
}

export async function hintLabels(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

/** Addresses of the documents that were never saved. */
export function untitledDocuments(): readonly string[] {
  return vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled).map(({ uri }) => uri.toString());
}

/** True where `vscode.lm.tools` leaves out the tools whose `when` does not hold; later versions list every tool. */
export function listsOnlyOfferedTools(): boolean {
  const [major, minor] = vscode.version.split('.').map(Number);
  return vscode.lm?.tools !== undefined && major === 1 && minor! <= 103;
}

/** The tabs of sweep panels. */
export function sweepPanels(): readonly vscode.Tab[] {
  const all = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return all.filter(({ input }) => input instanceof vscode.TabInputWebview && /afdLens\.sweep$/.test(input.viewType));
}

/** Waits until a panel has an answer: only then it knows the deployment's name. */
export function waitForSweep(name: string): Promise<vscode.Tab> {
  return waitFor(`a panel of ${name}`, () => sweepPanels().find(({ label }) => label === `Sweep ${name}`));
}
