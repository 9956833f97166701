import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findManifests, isManifestName } from '../../../server/src/cli/diff/diff-files';

describe('the files that diff compares', () => {
  const names = ['afd.yml', 'a/b c/x.afd.yaml', 'a/ü.afd.yml', 'afd.yaml', 'a/values.yaml', 'a/xafd.yaml'];
  const skipped = ['node_modules/p/x.afd.yaml', '.git/x.afd.yaml', 'a/.cache/afd.yaml'];
  const home = process.cwd();
  let folder = '';
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'afd-files-')));
    for (const name of [...names, ...skipped]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), '');
    }
    process.chdir(folder);
  });
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  const manifests = ['a/b c/x.afd.yaml', 'a/ü.afd.yml', 'afd.yaml', 'afd.yml'];

  it('are those named like manifests below a folder, and those that declare themselves so', async () => {
    writeFileSync(join(folder, 'a/chat.yaml'), 'apiVersion: afd-lens/v1\n');
    assert.deepEqual(await findManifests(['.']), { files: ['a/chat.yaml', ...manifests].sort(), problems: [] });
    assert.deepEqual(await findManifests([`${folder}/a`]), {
      files: [`${folder}/a/b c/x.afd.yaml`, `${folder}/a/chat.yaml`, `${folder}/a/ü.afd.yml`],
      problems: [],
    });
    const { files, problems } = await findManifests(['a/chat.yaml', 'a', './a/ü.afd.yml', 'none', '.git/x.afd.yaml']);
    assert.deepEqual(files, ['a/chat.yaml', 'a/b c/x.afd.yaml', 'a/ü.afd.yml', '.git/x.afd.yaml']);
    assert.deepEqual(problems, [{ path: 'none', why: 'no such file' }]);
  });

  it('are none of the files of others, valid UTF-8 or not', async () => {
    writeFileSync(join(folder, 'a/latin1.yaml'), Buffer.from('name: caf\xe9\n', 'latin1'));
    writeFileSync(join(folder, 'a/ours-latin1.yaml'), Buffer.from('apiVersion: afd-lens/v1 # caf\xe9\n', 'latin1'));
    const { files } = await findManifests(['a/latin1.yaml', 'a/ours-latin1.yaml']);
    assert.deepEqual(files, ['a/ours-latin1.yaml']);
    for (const name of ['latin1', 'ours-latin1']) rmSync(join(folder, 'a', `${name}.yaml`));
  });

  it('can be told by their names alone', () => {
    assert.deepEqual([...names, ...skipped].filter(isManifestName).sort(), [...manifests].sort());
  });
});
