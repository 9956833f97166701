// Also tests: client/src/simulation-runner, client/src/sweep-html, client/src/sweep-panel, client/src/sweep-panels
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, open, replace, sweepPanels, untitledDocuments, waitForLens, waitForSweep } from './editor';

describe('the sweep panel', () => {
  afterEach(closeAll);

  it('opens beside the editor, which keeps the focus, once per deployment', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForLens(document);
    await vscode.commands.executeCommand('afdLens.showSweep');
    const tab = await waitForSweep('mis-sized');
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.notEqual(tab.group.viewColumn, vscode.window.activeTextEditor.viewColumn);
    await vscode.commands.executeCommand('afdLens.showSweep', document.uri.toString(), 0);
    await vscode.commands.executeCommand('afdLens.showSweep', document.uri);
    assert.equal(sweepPanels().length, 1);
  });

  it('follows the manifest', async () => {
    const document = await open('mis-sized.afd.yaml');
    await vscode.commands.executeCommand('afdLens.showSweep', document.uri.toString(), 0);
    await waitForSweep('mis-sized');
    await replace(document, 'name: mis-sized', 'name: renamed');
    await waitForSweep('renamed');
    await replace(document, 'batchSize: 256', 'batchSize: nonsense');
    await replace(document, 'name: renamed', 'name: broken');
    await waitForSweep('broken');
  });

  it('shows the deployment of the document the cursor is in', async () => {
    const document = await open('mis-sized.afd.yaml');
    const second = document.getText().replace('name: mis-sized', 'name: second');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, `\n---\n${second}`);
    await vscode.workspace.applyEdit(edit);
    await waitForLens(document);
    const { end } = document.lineAt(document.lineCount - 1).range;
    vscode.window.activeTextEditor!.selection = new vscode.Selection(end, end);
    await vscode.commands.executeCommand('afdLens.showSweep');
    await waitForSweep('second');
    await vscode.commands.executeCommand('afdLens.showSweep', document.uri.toString(), 0);
    await waitForSweep('mis-sized');
    assert.equal(sweepPanels().length, 2);
  });

  it('works for what is not saved, and keeps its answer when the server is restarted', async () => {
    await vscode.commands.executeCommand('afdLens.openSample');
    await vscode.commands.executeCommand('afdLens.showSweep');
    const { document } = vscode.window.activeTextEditor!;
    const name = /name: ([\w-]+)/.exec(document.getText())![1]!;
    await waitForSweep(name);
    await vscode.commands.executeCommand('afdLens.restartServer');
    await replace(document, `name: ${name}`, 'name: after-restart');
    await waitForSweep('after-restart');
  });

  it('leaves no empty file behind when what is not saved is closed', async () => {
    await vscode.commands.executeCommand('afdLens.openSample');
    await vscode.commands.executeCommand('afdLens.showSweep');
    await waitForSweep('sample');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await setTimeout(1000); // For a document to come back.
    assert.deepEqual(untitledDocuments(), []);
    assert.equal(sweepPanels().length, 1);
  });

  it('goes quietly while it simulates', async () => {
    const document = await open('mis-sized.afd.yaml');
    await vscode.commands.executeCommand('afdLens.showSweep', document.uri.toString(), 0);
    const tab = await waitForSweep('mis-sized');
    await vscode.window.tabGroups.close(tab);
    assert.equal(sweepPanels().length, 0);
    // Notifications, which the suite looks for after each test, would come with the next answers.
    await waitForLens(document);
  });
});
