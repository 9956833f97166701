import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../wait-for';
import { closeAll, hintLabels, hoverText, open, rangeOf, waitForFinding, waitForLens, waitForSweep } from './editor';

describe('in Restricted Mode', () => {
  afterEach(closeAll);

  it('everything works: finding, hover, code lens, inlay hint, sweep', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const document = await open('mis-sized.afd.yaml');
    const finding = await waitForFinding(document, 'AFD101');
    assert.match(await hoverText(document, finding.range.start), /attention-bound/);
    assert.match(await waitForLens(document), /10A/);
    await waitFor('an inlay hint', async () => (await hintLabels(document)).length > 0);
    await vscode.commands.executeCommand('afdLens.showSweep');
    await waitForSweep('mis-sized');
  });

  it('referenced profiles are read', async () => {
    const document = await open('with-profile.afd.yaml');
    assert.match(await waitForLens(document), /10A/);
    assert.match(await hoverText(document, rangeOf(document, '4').start), /measured/);
  });
});
