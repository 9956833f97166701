// Also tests: client/src/commands, client/src/explain-view, client/src/server-connection, client/src/status-item
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, open, replace, untitledDocuments, waitForFinding, waitForLens } from './editor';

/** The text of the open explanation of the whole file, or of one of its documents; of any file unless one is given. */
function explanation(documentIndex?: number, source?: vscode.Uri): string | undefined {
  const isIt = ({ scheme, query }: vscode.Uri): boolean => {
    if (scheme !== 'afd-lens-explain') return false;
    const [of, index] = JSON.parse(query);
    return index === (documentIndex ?? null) && (!source || of === source.toString());
  };
  return vscode.workspace.textDocuments.find(({ uri }) => isIt(uri))?.getText();
}

describe('commands', () => {
  afterEach(closeAll);

  it('explain the deployment beside the editor, and keep the explanation up to date', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForLens(document);
    await vscode.commands.executeCommand('afdLens.explain');
    const text = await waitFor('the explanation', () => explanation());
    assert.match(text, /attention-bound/);
    assert.match(text, /10A/);
    const tab = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => /mis-sized/.test(label));
    assert.ok(tab);
    await replace(document, 'workers: 4', 'workers: 12');
    await waitFor('a new explanation', () => explanation()?.includes('12A'));
    await closeAll();
    await vscode.commands.executeCommand('afdLens.explain', document.uri);
    await waitFor('the first explanation again', () => explanation() === text);
  });

  it('explain what a code lens names', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForLens(document);
    await vscode.commands.executeCommand('afdLens.explain', document.uri.toString(), 0);
    assert.match(await waitFor('the explanation', () => explanation(0)), /attention-bound/);
  });

  it('explain what is not saved, and leave no empty file behind when it is closed', async () => {
    await vscode.commands.executeCommand('afdLens.openSample');
    const { uri } = vscode.window.activeTextEditor!.document;
    await vscode.commands.executeCommand('afdLens.explain', uri);
    const ofSample = () => explanation(undefined, uri);
    assert.match(await waitFor('the explanation', ofSample), /10A/);
    await closeAll();
    // Every explanation is written anew after an edit.
    await replace(await open('mis-sized.afd.yaml'), 'workers: 4', 'workers: 5');
    await waitFor('the end of the explanation', () => ofSample()?.includes('is closed') || ofSample() === undefined);
    await setTimeout(1000); // For a document to come back.
    assert.deepEqual(untitledDocuments(), []);
  });

  it('restart the server, which then answers as before', async () => {
    const document = await open('mis-sized.afd.yaml');
    const before = await waitForLens(document);
    await vscode.commands.executeCommand('afdLens.restartServer');
    assert.equal(await waitForLens(document), before);
    await waitForFinding(document, 'AFD101');
  });

  it('contributed by the manifest are all registered', async () => {
    await open('mis-sized.afd.yaml');
    const extension = vscode.extensions.getExtension('afd-lens.afd-lens')!;
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed: { command: string }[] = extension.packageJSON.contributes.commands;
    assert.deepEqual(
      contributed.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
