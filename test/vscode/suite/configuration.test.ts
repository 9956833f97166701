import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol/our-documents';
import { waitFor } from '../../wait-for';
import {
  closeAll,
  codeOf,
  findingsOf,
  lensTitles,
  open,
  rangeOf,
  replace,
  waitForFinding,
  waitForLens,
  workspaceUri,
} from './editor';

/** One for each test, since VS Code keeps documents in mind that no editor shows any more. */
let folder = '';
let configuration = '';
let manifest = '';
let tests = 0;

const write = (path: string, text: string) =>
  vscode.workspace.fs.writeFile(workspaceUri(path), new TextEncoder().encode(text));

const given = `latencyProfile: ascend-910c-deepseek-v3
workload:
  statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 }
`;

const lens = async (document: vscode.TextDocument) => (await lensTitles(document)).join('\n');

describe('the configuration of a project', () => {
  beforeEach(async () => {
    folder = `configured-${++tests}`;
    configuration = `${folder}/afd-lens.config.yaml`;
    manifest = `${folder}/prod/plain.afd.yaml`;
    await write(configuration, given);
    await write(
      manifest,
      'apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  attention: { workers: 4, batchSize: 256 }\n  ffn: { workers: 1 }\n',
    );
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(workspaceUri(folder), { recursive: true });
  });

  it('gives a plain manifest its numbers, and others once it is edited, before it is saved', async () => {
    const document = await open(manifest);
    const before = await waitForLens(document);
    assert.match(before, /^4A:1F · attention-bound/);
    const settings = await open(configuration);
    await replace(settings, 'meanDecode: 500', 'meanDecode: 50');
    assert.equal(settings.isDirty, true);
    await waitFor('another lens', async () => {
      const now = await lens(document);
      return /-bound/.test(now) && now !== before;
    });
    await replace(settings, 'meanDecode: 50', 'meanDecode: [');
    await waitFor('the saved numbers', async () => (await lens(document)) === before);
  });

  it('counts when it changes on disk, while nobody has it open', async () => {
    const document = await open(manifest);
    await waitForFinding(document, 'AFD101');
    await write(configuration, `${given}rules: { AFD101: off }\n`);
    await waitFor('no AFD101', () => findingsOf(document).length === 0);
    await vscode.workspace.fs.delete(workspaceUri(configuration));
    await waitForFinding(document, 'AFD111');
    await write(configuration, given);
    await waitForFinding(document, 'AFD101');
  });

  it('has the language of manifests, shows its own mistakes, and corrects them', async () => {
    await write(configuration, `${given}threshold: { minGainPercent: 5 }\n`);
    const document = await open(manifest);
    await waitForFinding(document, 'AFD311');
    const settings = await open(configuration);
    assert.equal(settings.languageId, languageId);
    const finding = await waitForFinding(settings, 'AFD303');
    assert.deepEqual(finding.range, rangeOf(settings, 'threshold'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      settings.uri,
      finding.range,
    );
    const rename = actions.find(({ title }) => title === 'Rename to thresholds');
    assert.ok(rename?.edit, actions.map(({ title }) => title).join(', '));
    await vscode.workspace.applyEdit(rename.edit);
    await waitFor('no finding', () => findingsOf(settings).length === 0);
    await waitFor('the manifest to follow', () => findingsOf(document).every((found) => codeOf(found) !== 'AFD311'));
  });

  it('is completed: keys, rules and severities', async () => {
    const settings = await open(configuration);
    const end = settings.lineAt(settings.lineCount - 1).range.end;
    const offered = async (typed: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(settings.uri, end, typed);
      await vscode.workspace.applyEdit(edit);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        settings.uri,
        settings.lineAt(settings.lineCount - 1).range.end,
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await offered('th')).includes('thresholds'));
    assert.ok((await offered('rules:\n  A')).includes('AFD101'));
    const severities = await offered('rules:\n  AFD101: ');
    for (const severity of ['off', 'hint', 'info', 'warning', 'error'])
      assert.ok(severities.includes(severity), severity);
    assert.ok(!severities.includes('AFD101'));
  });

  it('counts as well where the user takes it for plain YAML', async () => {
    const document = await open(manifest);
    const before = await waitForLens(document);
    const settings = await vscode.languages.setTextDocumentLanguage(await open(configuration), 'yaml');
    await replace(settings, 'meanDecode: 500', 'meanDecode: 50');
    await waitFor('another lens', async () => {
      const now = await lens(document);
      return /-bound/.test(now) && now !== before;
    });
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await waitFor('the saved numbers', async () => (await lens(document)) === before);
  });
});
