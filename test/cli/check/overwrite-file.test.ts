import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, statSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { overwriteFile } from '../../../server/src/cli/check/overwrite-file';
import { temporaryFolder } from '../temporary-folder';

const compiled = resolve('out/server/src/cli/check/overwrite-file.js');

describe('overwrite-file', () => {
  const folder = temporaryFolder({ each: true });

  for (const [title, before, after] of [
    ['longer', 'a: 1\n', '\uFEFFa: 100 # 漢🙂\r\n'],
    ['shorter', 'a: 100 # 漢🙂\n', 'a: 1'],
    ['nothing', 'a: 1\n', ''],
  ] as const) {
    it(`leaves exactly the new text: ${title}`, async () => {
      folder.write('a.yaml', before);
      await overwriteFile('a.yaml', before, after);
      assert.equal(folder.read('a.yaml'), after);
    });
  }

  it('keeps links, permissions and other names of the file', async () => {
    folder.write('a.yaml', 'a: 1\n');
    chmodSync('a.yaml', 0o640);
    symlinkSync('a.yaml', 'link.yaml');
    linkSync('a.yaml', 'second.yaml');
    await overwriteFile('link.yaml', 'a: 1\n', 'a: 2\n');
    assert.ok(lstatSync('link.yaml').isSymbolicLink());
    assert.equal(statSync('a.yaml').mode & 0o777, 0o640);
    assert.equal(folder.read('second.yaml'), 'a: 2\n');
  });

  it('writes nothing where somebody saved the file meanwhile', async () => {
    folder.write('a.yaml', 'a: 3\n');
    await assert.rejects(overwriteFile('a.yaml', 'a: 1\n', 'a: 2\n'), /it changed while it was checked/);
    assert.equal(folder.read('a.yaml'), 'a: 3\n');
  });

  it('is content where the file holds the new text already', async () => {
    folder.write('a.yaml', 'a: 2\n');
    await overwriteFile('a.yaml', 'a: 1\n', 'a: 2\n');
    assert.equal(folder.read('a.yaml'), 'a: 2\n');
  });

  it('says that the file is gone, and makes none', async () => {
    await assert.rejects(overwriteFile('a.yaml', '', 'a: 2\n'), { code: 'ENOENT' });
    assert.throws(() => statSync('a.yaml'));
  });

  it('leaves what was there where the disk takes no more', function () {
    if (process.platform !== 'linux') this.skip();
    const before = 'a: 1\n'.repeat(400);
    folder.write('a.yaml', before);
    const script = `require(${JSON.stringify(compiled)}).overwriteFile('a.yaml', ${JSON.stringify(before)}, 'b: 2\\n'.repeat(4000)).catch((reason) => console.log(reason.code));`;
    // A limit on the size of files stands for a full disk; the signal that comes with it is ignored.
    const { stdout } = spawnSync(
      'bash',
      ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$0" -e "$1"', process.execPath, script],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(stdout, 'EFBIG\n');
    assert.equal(folder.read('a.yaml'), before);
  });
});
