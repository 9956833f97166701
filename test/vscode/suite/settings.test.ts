import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, codeOf, findingsOf, hintLabels, lensTitles, open, waitForFinding, waitForLens } from './editor';

async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('afdLens').update(key, value, vscode.ConfigurationTarget.Workspace);
}

describe('settings', () => {
  afterEach(async () => {
    for (const key of ['codeLens.enable', 'inlayHints.enable', 'rules', 'minGainPercent']) await set(key, undefined);
    await closeAll();
  });

  it('switch the code lens off and on', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForLens(document);
    await set('codeLens.enable', false);
    await waitFor('no code lens', async () => (await lensTitles(document)).length === 0);
    await set('codeLens.enable', true);
    await waitForLens(document);
  });

  it('switch the inlay hints off and on', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitFor('an inlay hint', async () => (await hintLabels(document)).length > 0);
    await set('inlayHints.enable', false);
    await waitFor('no inlay hint', async () => (await hintLabels(document)).length === 0);
    await set('inlayHints.enable', true);
    await waitFor('an inlay hint', async () => (await hintLabels(document)).length > 0);
  });

  it('change the severity of a rule, and switch it off, without a reload', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForFinding(document, 'AFD101');
    await set('rules', { AFD101: 'error' });
    const isError = (found: vscode.Diagnostic): boolean =>
      codeOf(found) === 'AFD101' && found.severity === vscode.DiagnosticSeverity.Error;
    await waitFor('AFD101 as an error', () => findingsOf(document).some(isError));
    await set('rules', { AFD101: 'off' });
    await waitFor('no AFD101', () => findingsOf(document).every((found) => codeOf(found) !== 'AFD101'));
  });

  it('set the gain below which nothing is reported', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForFinding(document, 'AFD101');
    await set('minGainPercent', 90);
    await waitFor('no AFD101', () => findingsOf(document).every((found) => codeOf(found) !== 'AFD101'));
    assert.ok((await lensTitles(document)).length > 0);
  });
});
