import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../../server/src/cli/check/repository-file';
import { temporaryFolder } from '../temporary-folder';

describe('the name of a file in a report', () => {
  const folder = temporaryFolder();
  before(() => {
    for (const name of ['repo/.git', 'repo/deploy/prod', 'repo/module', 'outside'])
      mkdirSync(name, { recursive: true });
    folder.write('repo/module/.git', 'gitdir: ../.git/modules/module\n');
  });

  it('begins at the root of its repository, else at the working folder', () => {
    const file = (name: string) => repositoryFile(join(folder.path, name));
    assert.equal(file('repo/deploy/prod/a.yaml'), 'deploy/prod/a.yaml');
    assert.equal(file('repo/module/a.yaml'), 'a.yaml');
    assert.equal(file('outside/a.yaml'), 'outside/a.yaml');
    process.chdir('repo/deploy');
    assert.equal(file('repo/deploy/prod/a.yaml'), 'deploy/prod/a.yaml');
    assert.equal(file('outside/a.yaml'), '../../outside/a.yaml');
    process.chdir(folder.path);
  });
});
