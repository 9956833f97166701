import assert from 'node:assert/strict';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoNewFile, writeFailure, writeNewFile } from '../../server/src/cli/new-file';

describe('new-file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-new-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (...names: string[]) => join(folder, ...names);
  const failure = (path: string) => writeNewFile(path, 'new').then(() => 'written', writeFailure);

  it('writes where nothing is', async () => {
    assert.equal(await whyNoNewFile(at('a.yaml')), undefined);
    await writeNewFile(at('a.yaml'), 'é\n');
    assert.equal(readFileSync(at('a.yaml'), 'utf8'), 'é\n');
  });

  const exists = /^exists already and is left as it is/;
  const refused: readonly [string, () => string, RegExp][] = [
    ['a file', () => at('old.yaml'), exists],
    ['a folder', () => at('folder'), exists],
    ['a link', () => at('link'), exists],
    ['a link that leads nowhere', () => at('dangling'), exists],
    ['a folder that is not there', () => at('none', 'a.yaml'), /^its folder does not exist/],
    ['a folder that is a file', () => at('old.yaml', 'a.yaml'), /^its folder does not exist/],
  ];
  for (const [title, path, expected] of refused) {
    it(`leaves alone, and says so beforehand and when tried: ${title}`, async () => {
      writeFileSync(at('old.yaml'), 'old');
      mkdirSync(at('folder'));
      symlinkSync(at('old.yaml'), at('link'));
      symlinkSync(at('nowhere'), at('dangling'));
      assert.match((await whyNoNewFile(path()))!, expected);
      assert.match(await failure(path()), expected);
      assert.equal(readFileSync(at('old.yaml'), 'utf8'), 'old');
      assert.ok(lstatSync(at('dangling')).isSymbolicLink() && !existsSync(at('nowhere')));
    });
  }

  it('says what else is wrong', async () => {
    assert.match(await failure(at('new/')), /^is a folder; name a file in it$|^its folder does not exist/);
    assert.equal(writeFailure({ code: 'EACCES' }), 'writing there is not permitted');
    assert.equal(writeFailure(new Error('no space')), 'cannot be written: no space');
  });
});
