import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, findingsOf, hoverText, open, rangeOf, waitForLens, waitForSweep } from './editor';

const scheme = 'afd-test-history';

describe('documents that are not files', () => {
  let registration: vscode.Disposable;

  before(async () => {
    const text = (await open('mis-sized.afd.yaml')).getText();
    registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => text.replace('workers: 4', 'workers: 3'),
    });
  });
  after(() => registration.dispose());
  afterEach(closeAll);

  const history = vscode.Uri.from({ scheme, path: '/mis-sized.afd.yaml', query: 'HEAD~1' });

  it('have hovers, code lenses and a sweep when read-only, and add nothing to the Problems panel', async () => {
    const document = await vscode.workspace.openTextDocument(history);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'afd-deployment');
    assert.match(await waitForLens(document), /attention-bound/);
    assert.match(await hoverText(document, rangeOf(document, '3 # keep me').start), /10A/);
    assert.deepEqual(findingsOf(document), []);
    await vscode.commands.executeCommand('afdLens.showSweep', history.toString(), 0);
    await waitForSweep('mis-sized');
  });

  it('have hovers and code lenses on both sides of a diff', async () => {
    const changed = await open('mis-sized.afd.yaml');
    await vscode.commands.executeCommand('vscode.diff', history, changed.uri, 'mis-sized.afd.yaml (history)');
    const old = await waitFor('the old side', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme),
    );
    for (const side of [old, changed]) {
      assert.match(await waitForLens(side), /attention-bound/);
      assert.match(await hoverText(side, rangeOf(side, ' # keep me').start.translate(0, -1)), /10A/);
    }
  });

  it('have the whole answer when untitled: the sample', async () => {
    await vscode.commands.executeCommand('afdLens.openSample');
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.isUntitled, true);
    assert.equal(document.languageId, 'afd-deployment');
    assert.match(await waitForLens(document), /10A/);
    await waitFor('a finding', () => findingsOf(document).length > 0);
  });
});
