import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { isOrdinary, readOrdinaryFile } from '../../server/src/workload/ordinary-file';
import { temporaryFolder } from '../cli/temporary-folder';

describe('ordinary files', () => {
  const folder = temporaryFolder();

  it('are read, also through links', async () => {
    folder.write('a.csv', 'a,b\n');
    symlinkSync('a.csv', 'link.csv');
    for (const name of ['a.csv', 'link.csv']) assert.equal(`${await readOrdinaryFile(name)}`, 'a,b\n');
  });

  it('are no pipes, devices or files of the kernel, which may never end', async () => {
    symlinkSync('/dev/zero', 'zero.csv');
    const others = ['/dev/zero', '/dev/stdin', '/proc/self/environ', 'zero.csv'].filter((path) => existsSync(path));
    if (spawnSync('mkfifo', ['pipe.csv']).status === 0) others.push('pipe.csv');
    for (const path of others) {
      assert.equal(await isOrdinary(path), false, path);
      await assert.rejects(readOrdinaryFile(path), { message: 'is not an ordinary file' });
    }
  });

  it('leave folders and what is not there to the system', async () => {
    mkdirSync('in');
    assert.equal(await isOrdinary('in'), true);
    await assert.rejects(readOrdinaryFile('in'), { code: 'EISDIR' });
    await assert.rejects(readOrdinaryFile('gone'), { code: 'ENOENT' });
  });
});
