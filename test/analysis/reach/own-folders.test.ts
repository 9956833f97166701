import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolders } from '../../../server/src/analysis/reach/own-folders';
import { temporaryFolder } from '../../cli/temporary-folder';

describe('own folders', () => {
  const folder = temporaryFolder();
  before(() => {
    for (const name of ['repo/.git', 'repo/deploy', 'loose']) mkdirSync(name, { recursive: true });
  });

  it('are those worked in and their repositories, each once', () => {
    const own = (...names: string[]) => ownFolders(names.map((name) => join(folder.path, name)));
    const paths = (...names: string[]) => names.map((name) => join(folder.path, name));
    assert.deepEqual(own('repo/deploy', 'loose'), paths('repo/deploy', 'loose', 'repo'));
    assert.deepEqual(own('repo'), paths('repo'));
    assert.deepEqual(own(), []);
  });
});
