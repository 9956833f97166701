import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../server/src/analysis/reach/repository-root';
import { temporaryFolder } from '../../cli/temporary-folder';

describe('the root of a repository', () => {
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
});
