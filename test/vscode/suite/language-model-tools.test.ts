import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, listsOnlyOfferedTools, open, replace, waitForLens, workspaceUri } from './editor';

const names = ['analyze_afd_ratio', 'explain_afd_rule', 'sweep_afd_ratio'];

/** Names of our tools that a model is offered now. */
function offered(): readonly string[] {
  const all = vscode.lm.tools.map(({ name }) => name);
  return names.filter((name) => all.includes(name));
}

/** What a model gets from a tool. */
async function invoke(name: string, input: object): Promise<string> {
  const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

const chatTools = () => vscode.workspace.getConfiguration('afdLens.chatTools');

describe('language model tools', () => {
  before(async function () {
    if (!vscode.lm?.tools) this.skip();
    await waitFor('the tools', () => offered().length === names.length);
  });
  afterEach(async () => {
    await chatTools().update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAll();
  });

  it('answer for a manifest that no editor shows', async () => {
    const text = await invoke('analyze_afd_ratio', { path: 'mis-sized.afd.yaml' });
    assert.match(text, /4A:1F is attention-bound/);
    assert.match(text, /AFD101/);
    assert.equal(
      await invoke('analyze_afd_ratio', { path: workspaceUri('mis-sized.afd.yaml').fsPath }).then(firstLine),
      firstLine(text),
    );
  });

  it('answer for the text that is not saved', async () => {
    const document = await open('mis-sized.afd.yaml');
    await waitForLens(document);
    await replace(document, 'workers: 4', 'workers: 12');
    assert.match(await invoke('analyze_afd_ratio', { path: document.uri.fsPath }), /12A:1F is FFN-bound/);
    assert.match(await invoke('sweep_afd_ratio', { path: document.uri.fsPath }), /configured 12A:1F/);
  });

  it('explain a rule, and say what is wrong with an input', async () => {
    assert.match(await invoke('explain_afd_rule', { code: 'AFD101' }), /^# AFD101: /);
    await assert.rejects(invoke('explain_afd_rule', { code: 'AFD777' }), /no rule `AFD777`/);
  });

  it('are hidden by the setting, without a reload', async function () {
    if (!listsOnlyOfferedTools()) this.skip();
    await chatTools().update('enable', false, vscode.ConfigurationTarget.Workspace);
    await waitFor('no tools', () => offered().length === 0);
    await chatTools().update('enable', true, vscode.ConfigurationTarget.Workspace);
    await waitFor('the tools again', () => offered().length === names.length);
  });
});

function firstLine(text: string): string {
  return text.split('\n')[2]!;
}
