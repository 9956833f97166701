import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import {
  closeAll,
  codeOf,
  findingsOf,
  hintLabels,
  hoverText,
  open,
  rangeOf,
  waitForFinding,
  waitForLens,
  workspaceUri,
} from './editor';

describe('launches in YAML', () => {
  afterEach(closeAll);

  it('are underlined at the one number, with lens, hint and hover, in a document that stays YAML', async () => {
    const document = await open('launches/attention.yaml');
    assert.equal(document.languageId, 'yaml');
    const finding = await waitForFinding(document, 'AFD104');
    assert.equal(document.getText(finding.range), '8');
    assert.match(document.lineAt(finding.range.start.line).text, /"num_attention_ranks": 8, "num_ffn_ranks": 1/);
    assert.match(await waitForLens(document), /^8A:1F · pipeline-bound/);
    assert.deepEqual(await hintLabels(document), ['optimum 4A:1F']);
    const hovered = await hoverText(document, rangeOf(document, '256 \\').start);
    assert.match(hovered, /8A:1F is pipeline-bound/);
  });

  it('are changed in both files by one quick fix', async () => {
    const document = await open('launches/attention.yaml');
    const finding = await waitForFinding(document, 'AFD104');
    const actions = await waitFor('a fix over both files', async () => {
      const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        finding.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return offered.some(({ isPreferred }) => isPreferred) && offered;
    });
    const fix = actions.find(({ isPreferred }) => isPreferred)!;
    assert.match(fix.title, /^Change to 4A:1F .*, in 4 places of 2 files$/);
    const ffn = await vscode.workspace.openTextDocument(workspaceUri('launches/ffn.yaml'));
    const [before, beforeFfn] = [document.getText(), ffn.getText()];
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.equal(
      document.getText(),
      before
        .replace('"num_attention_ranks": 8', '"num_attention_ranks": 4')
        .replace('--data-parallel-size 8', '--data-parallel-size 4')
        .replace('nvidia.com/gpu: 8', 'nvidia.com/gpu: 4'),
    );
    assert.equal(ffn.getText(), beforeFfn.replace('"num_attention_ranks": 8', '"num_attention_ranks": 4'));
    await waitFor(
      'no finding about the ratio',
      () => !findingsOf(document).some((found) => codeOf(found) === 'AFD104'),
    );
    for (const changed of [ffn, document]) {
      await vscode.window.showTextDocument(changed);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('open the sweep and the explanation by the commands of a manifest', async () => {
    const document = await open('launches/attention.yaml');
    await waitForLens(document);
    const answer = await vscode.commands.executeCommand<{ markdown: string }>(
      'afdLens.server.explain',
      document.uri.toString(),
    );
    assert.match(answer.markdown, /8A:1F/);
  });
});
