// Also tests: client/src/our-documents
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, findingsOf, lensTitles, listsOnlyOfferedTools, open } from './editor';

describe('a workspace without AFD files', () => {
  afterEach(closeAll);

  it('is not looked at by the extension before a YAML file is open', async () => {
    await setTimeout(500);
    assert.equal(vscode.extensions.getExtension('afd-lens.afd-lens')!.isActive, false);
  });

  it('starts no server and shows nothing, also with YAML files and scripts open', async () => {
    const documents = [await open('compose.yaml'), await open('values.yaml'), await open('serve.sh')];
    await setTimeout(1000);
    assert.deepEqual(childServers(), []);
    for (const document of documents) {
      assert.deepEqual(findingsOf(document), []);
      assert.deepEqual(await lensTitles(document), []);
    }
  });

  it('offers no tools to language models', function () {
    if (!listsOnlyOfferedTools()) this.skip();
    assert.deepEqual(
      vscode.lm.tools.map(({ name }) => name).filter((name) => /afd/i.test(name)),
      [],
    );
  });
});

/** Command lines of our server among the processes that this extension host started; Linux alone can be asked. */
function childServers(): readonly string[] {
  const processes = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return processes.flatMap((id) => {
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return Number(parent) === process.pid && command.includes('server.js') ? [command] : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
