import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile, repositoryRoot } from '../../../server/src/cli/check/repository-root';
import { temporaryFolder } from '../temporary-folder';

describe('repository-root', () => {
  const folder = temporaryFolder();
  before(() => {
    for (const name of ['repo/.git', 'repo/deploy/prod', 'repo/module/sub', 'outside'])
      mkdirSync(name, { recursive: true });
    // A worktree or a submodule has a file in place of the folder.
    folder.write('repo/module/.git', 'gitdir: ../.git/modules/module\n');
  });

  it('is the nearest folder with a .git, of a submodule or worktree too', () => {
    const at = (name: string) => repositoryRoot(join(folder.path, name));
    assert.equal(at('repo'), join(folder.path, 'repo'));
    assert.equal(at('repo/deploy/prod'), join(folder.path, 'repo'));
    assert.equal(at('repo/module/sub'), join(folder.path, 'repo/module'));
    assert.equal(at('outside'), undefined);
  });

  it('names files from there, else from the working folder', () => {
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
