import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { liesBelow, realPathOf } from '../../../server/src/analysis/reach/real-path';
import { temporaryFolder } from '../../cli/temporary-folder';

describe('the real path', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  before(() => {
    for (const name of ['in/deep', 'out']) mkdirSync(name, { recursive: true });
    for (const name of ['in/deep/a', 'out/b']) folder.write(name, '');
    symlinkSync(at('out'), 'in/away');
    symlinkSync('../out/b', 'in/b');
    symlinkSync(at('in'), 'alias');
    symlinkSync('loop', 'loop');
    symlinkSync('../gone/x', 'in/gone');
    symlinkSync('gone', 'in/twice-gone');
  });

  it('is found as far as the path exists', async () => {
    assert.equal(await realPathOf(at('in/b')), at('out/b'));
    assert.equal(await realPathOf(at('in/away/none/x')), at('out/none/x'));
    assert.equal(await realPathOf(at('none')), at('none'));
    assert.equal(await realPathOf(at('loop')), at('loop'));
    assert.equal(await realPathOf(at('in/gone')), at('gone/x'));
    assert.equal(await realPathOf(at('in/twice-gone/y')), at('gone/x/y'));
    assert.equal(await realPathOf('/'), '/');
  });

  it('decides whether a path lies below a folder', async () => {
    const below = (path: string, ...folders: string[]) => liesBelow(folders.map(at), at(path));
    assert.ok(await below('in/deep/a', 'in'));
    assert.ok(await below('in', 'in'));
    assert.ok(await below('in/none', 'in'));
    assert.ok(!(await below('in/b', 'in')));
    assert.ok(!(await below('in/away/none', 'in')));
    assert.ok(!(await below('in/gone', 'in')) && (await below('in/gone', 'gone')));
    assert.ok(await below('in/away/b', 'in', 'out'));
    assert.ok(await below('in/deep/a', 'alias'));
    assert.ok(await below('alias/deep/a', 'in'));
    assert.ok(!(await below('in/deep/a', 'in/dee')));
    assert.ok(!(await liesBelow([], at('in'))));
  });
});
