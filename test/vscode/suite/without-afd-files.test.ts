import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, findingsOf, listsOnlyOfferedTools, open } from './editor';

describe('a workspace without AFD files', () => {
  afterEach(closeAll);

  it('does not activate the extension, also with YAML files open', async () => {
    const documents = [await open('compose.yaml'), await open('values.yaml')];
    await setTimeout(1000);
    assert.equal(vscode.extensions.getExtension('afd-lens.afd-lens')!.isActive, false);
    for (const document of documents) assert.deepEqual(findingsOf(document), []);
  });

  it('offers no tools to language models', function () {
    if (!listsOnlyOfferedTools()) this.skip();
    assert.deepEqual(
      vscode.lm.tools.map(({ name }) => name).filter((name) => /afd/i.test(name)),
      [],
    );
  });
});
