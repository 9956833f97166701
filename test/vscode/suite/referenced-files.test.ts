import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, findingsOf, lensTitles, open, rangeOf, replace, waitForLens, workspaceUri } from './editor';

const trace = 'traces/chat.csv';

/** A trace of equal requests, in the column names of the Azure traces. */
async function writeTrace(prefill: number, decode: number): Promise<void> {
  const rows = Array.from({ length: 1200 }, (_, index) => {
    const time = new Date(Date.now() - 86_400_000 + index * 1000).toISOString().replace('T', ' ').replace('Z', '');
    return `${time},${prefill + (index % 7)},${decode + (index % 5)}\n`;
  });
  const text = `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('')}`;
  await vscode.workspace.fs.writeFile(workspaceUri(trace), new TextEncoder().encode(text));
}

/** Opens a manifest and returns its first answer, once VS Code has had time to watch the files it refers to. */
async function openWatched(path: string): Promise<[vscode.TextDocument, string]> {
  const document = await open(path);
  const title = await waitForLens(document);
  await setTimeout(500);
  return [document, title];
}

/** Waits until the code lens says something else, and returns it. */
function waitForOtherLens(document: vscode.TextDocument, title: string): Promise<string> {
  return waitFor(`another code lens than "${title}"`, async () => {
    const now = (await lensTitles(document)).join('\n');
    return /-bound/.test(now) && now !== title && now;
  });
}

describe('files a deployment refers to', () => {
  beforeEach(() => writeTrace(100, 500));
  afterEach(closeAll);

  it('refreshes the answer when the trace changes on disk', async () => {
    const [document, before] = await openWatched('with-trace.afd.yaml');
    await writeTrace(4000, 100);
    await waitForOtherLens(document, before);
    await writeTrace(100, 500);
    await waitFor('the first answer again', async () => (await lensTitles(document)).join('\n') === before);
  });

  it('marks the reference when the trace is deleted, and recovers', async () => {
    const [document, before] = await openWatched('with-trace.afd.yaml');
    const onReference = (): boolean =>
      findingsOf(document).some(({ range }) => range.intersection(rangeOf(document, trace)) !== undefined);
    assert.equal(onReference(), false);
    await vscode.workspace.fs.delete(workspaceUri(trace));
    await waitFor('a finding on the reference', onReference);
    await writeTrace(100, 500);
    await waitFor('the finding to go', () => !onReference());
    await waitFor('the first answer again', async () => (await lensTitles(document)).join('\n') === before);
  });

  it('refreshes the answer when the profile is edited in another tab, unsaved', async () => {
    const [document, before] = await openWatched('with-profile.afd.yaml');
    const profile = await open('profiles/measured.afd.yaml');
    await replace(profile, 'alpha: 0.00165', 'alpha: 0.0033');
    assert.equal(profile.isDirty, true);
    await waitForOtherLens(document, before);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await waitFor('the first answer again', async () => (await lensTitles(document)).join('\n') === before);
  });
});
