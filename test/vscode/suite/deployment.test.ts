// Also tests: client/src/connection-options, client/src/extension
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import {
  closeAll,
  codeOf,
  findingsOf,
  hintLabels,
  hoverText,
  lensTitles,
  open,
  rangeOf,
  waitForFinding,
  waitForLens,
} from './editor';

describe('a mis-sized deployment', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('mis-sized.afd.yaml');
  });
  afterEach(closeAll);

  it('has our language', () => {
    assert.equal(document.languageId, 'afd-deployment');
  });

  it('underlines the one number to change', async () => {
    const finding = await waitForFinding(document, 'AFD101');
    assert.equal(finding.source, 'AFD Lens');
    assert.equal(document.getText(finding.range), '4');
    assert.match(document.lineAt(finding.range.start.line).text, /^ {4}workers: 4 # keep me$/);
    assert.match(finding.message, /10/);
    assert.doesNotMatch(finding.message, /\n/);
  });

  it('links the finding to a page about the rule', async () => {
    const { code } = await waitForFinding(document, 'AFD101');
    assert.ok(typeof code === 'object' && code.target.path.toLowerCase().includes('afd101'), JSON.stringify(code));
  });

  it('explains itself in the hover, with the regime and the numbers', async () => {
    await waitForFinding(document, 'AFD101');
    const text = await hoverText(document, rangeOf(document, '4 # keep me').start);
    assert.match(text, /attention-bound/);
    assert.match(text, /10A/);
    assert.match(text, /599/);
  });

  it('has one code lens above it that names the regime and the best ratio', async () => {
    const title = await waitForLens(document);
    assert.match(title, /attention-bound/);
    assert.match(title, /10A/);
  });

  it('shows the best attention count as an inlay hint', async () => {
    const labels = await waitFor('an inlay hint', async () => {
      const found = await hintLabels(document);
      return found.length > 0 && found;
    });
    assert.ok(
      labels.some((label) => label.includes('10')),
      labels.join(),
    );
  });

  it('is cured by its quick fix, which touches nothing else', async () => {
    const before = document.getText();
    const finding = await waitForFinding(document, 'AFD101');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    assert.equal(preferred.length, 1, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(preferred[0]!.edit!));
    assert.equal(document.getText(), before.replace('workers: 4 # keep me', 'workers: 10 # keep me'));
    await waitFor('the finding to go', () => findingsOf(document).every((found) => codeOf(found) !== 'AFD101'));
    assert.ok((await lensTitles(document)).length > 0);
  });
});
