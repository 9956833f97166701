import assert from 'node:assert/strict';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { otherEdits, otherFiles } from '../../server/src/language-server/other-files';
import { inFile } from '../../server/src/text/text-range';
import { temporaryFolder } from '../cli/temporary-folder';

describe('other-files', () => {
  const folder = temporaryFolder({ each: true });
  const edits = [{ range: inFile({ start: 6, end: 7 }, 0), newText: '12', oldText: '8' }];

  it('reads what is on disk, and before that what is open', () => {
    const path = join(folder.path, folder.write('ffn.yaml', 'x: 1\na=8\n'));
    const uri = URI.file(path).toString();
    const onDisk = otherFiles(() => undefined);
    const change = { range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } }, newText: '12' };
    const at = [{ range: inFile({ start: 6, end: 7 }, 0), newText: '12', oldText: '=' }];
    assert.deepEqual(otherEdits([{ path, edits: at }], onDisk), [{ uri, version: null, edits: [change] }]);
    const open = TextDocument.create(uri, 'yaml', 7, 'x: 1\n#=8\n');
    const opened = otherFiles((wanted) => (wanted === uri ? open : undefined));
    assert.deepEqual(otherEdits([{ path, edits: at }], opened), [{ uri, version: 7, edits: [change] }]);
  });

  it('gives nothing where one of the files is gone or says something else by now', () => {
    const path = join(folder.path, folder.write('ffn.yaml', 'f=2 a=8\n'));
    const files = otherFiles(() => undefined);
    assert.deepEqual(otherEdits([], files), []);
    assert.equal(otherEdits([{ path, edits }], files)?.length, 1);
    assert.equal(
      otherEdits(
        [
          { path, edits },
          { path: `${path}.gone`, edits },
        ],
        files,
      ),
      undefined,
    );
    folder.write('ffn.yaml', 'f=2 aa=8\n');
    assert.equal(otherEdits([{ path, edits }], files), undefined);
  });
});
