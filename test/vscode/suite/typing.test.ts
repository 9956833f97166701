import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll } from './editor';

/** What stands below a line once Enter was pressed behind it and `x` typed. */
async function typedBelow(line: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument({ language: 'afd-deployment', content: line });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(line.length);
  editor.selection = new vscode.Selection(end, end);
  for (const text of ['\n', 'x']) await vscode.commands.executeCommand('type', { text });
  await waitFor('the text', () => document.getText().endsWith('x'));
  return document.lineAt(document.lineCount - 1).text;
}

describe('typing', () => {
  afterEach(closeAll);

  it('goes on one level deeper behind a key that has no value yet, else on the same level', async () => {
    for (const line of ['spec:', 'spec: # the pools', 'spec: &anchor', 'text: |', '"spec":', '- files:']) {
      assert.equal(await typedBelow(line), '  x', line);
    }
    assert.equal(await typedBelow('  attention:'), '    x');
    for (const line of ['model: deepseek-v3', '# spec:', 'trace: c:/x:']) {
      assert.equal(await typedBelow(line), 'x', line);
    }
  });
});
