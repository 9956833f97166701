import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findFiles } from '../../server/src/cli/find-files';
import { runWithoutRights } from './run-program';
import { temporaryFolder } from './temporary-folder';

const written = [
  'a.yaml',
  'b.yml',
  'C.YAML',
  'notes.md',
  'sub/deep/d.afd.yaml',
  'with space/e f.yaml',
  '[x]/g[1].yaml',
  '(p)/h.yaml',
  '{q}/i.yaml',
  '!n/k.yaml',
  'é漢🙂/j.yaml',
  'node_modules/p/l.yaml',
  'node_modules/p/node_modules/r/m.yaml',
  '.git/n.yaml',
  '.hidden/o.yaml',
  '.p.yaml',
  'linked/q.txt',
];
/** What a search of the whole folder gives, in order. */
const all = [
  '!n/k.yaml',
  '(p)/h.yaml',
  'C.YAML',
  '[x]/g[1].yaml',
  'a.yaml',
  'b.yml',
  'gone.yaml',
  'link.yaml',
  'sub/deep/d.afd.yaml',
  'with space/e f.yaml',
  '{q}/i.yaml',
  'é漢🙂/j.yaml',
];

/** What is found, with a line for each problem as it is reported. */
async function search(args: readonly string[], signal?: AbortSignal) {
  const { files, problems } = await findFiles(args, signal);
  return { files, problems: problems.map(({ path, why }) => `${path}: ${why}`) };
}

describe('find-files', () => {
  const folder = temporaryFolder();
  before(() => {
    for (const name of written) folder.write(name, '');
    for (const name of ['empty', 'sub/none']) mkdirSync(name);
    symlinkSync('a.yaml', 'link.yaml');
    symlinkSync('nowhere', 'gone.yaml');
    symlinkSync('.', 'loop');
    symlinkSync('..', 'sub/up');
    symlinkSync('../sub', 'linked/folder');
  });

  const found: readonly [string, readonly string[], readonly string[]][] = [
    ['the working folder', ['.'], all],
    ['the working folder with a slash', ['./'], all],
    ['a folder', ['sub'], ['sub/deep/d.afd.yaml']],
    ['a folder with slashes', ['./sub//'], ['sub/deep/d.afd.yaml']],
    ['a folder through its parent', ['sub/../sub'], ['sub/../sub/deep/d.afd.yaml']],
    ['an empty folder', ['empty'], []],
    [
      'a folder whose name is a pattern',
      ['[x]', '(p)', '{q}', '!n'],
      ['[x]/g[1].yaml', '(p)/h.yaml', '{q}/i.yaml', '!n/k.yaml'],
    ],
    ['a folder with blanks or letters of any script', ['with space', 'é漢🙂'], ['with space/e f.yaml', 'é漢🙂/j.yaml']],
    ['a hidden folder by its name', ['.hidden'], ['.hidden/o.yaml']],
    ['a folder of packages by its name, without those in it', ['node_modules'], ['node_modules/p/l.yaml']],
    ['a link to a folder by its name', ['linked/folder'], ['linked/folder/deep/d.afd.yaml']],
    ['a file', ['a.yaml'], ['a.yaml']],
    ['a file of another kind', ['notes.md'], ['notes.md']],
    ['a file whose name is a pattern', ['[x]/g[1].yaml'], ['[x]/g[1].yaml']],
    ['a hidden file', ['.p.yaml'], ['.p.yaml']],
    ['a pattern', ['*.yaml'], ['a.yaml', 'gone.yaml', 'link.yaml']],
    ['a pattern at any depth', ['**/d.*'], ['sub/deep/d.afd.yaml']],
    ['a pattern with braces', ['{a,b}.{yaml,yml}'], ['a.yaml', 'b.yml']],
    ['a pattern with braces over a slash', ['{sub/deep,empty}/*'], ['sub/deep/d.afd.yaml']],
    ['a pattern with escapes', ['\\[x\\]/*'], ['[x]/g[1].yaml']],
    ['a pattern in a folder with blanks', ['with space/*.yaml'], ['with space/e f.yaml']],
    ['a pattern that also matches other files', ['*'], ['C.YAML', 'a.yaml', 'b.yml', 'gone.yaml', 'link.yaml']],
    ['a file once, under its first name', ['sub', './sub/deep/d.afd.yaml', 'sub/deep/*'], ['sub/deep/d.afd.yaml']],
    ['the arguments in their order', ['sub', 'b.yml', 'a.yaml'], ['sub/deep/d.afd.yaml', 'b.yml', 'a.yaml']],
  ];
  for (const [title, args, expected] of found) {
    it(`finds ${title}`, async () => {
      assert.deepEqual(await search(args), { files: expected, problems: [] });
    });
  }

  it('finds the same from below, where the working folder is part of what is searched', async () => {
    process.chdir('sub/deep');
    try {
      const { files, problems } = await search(['../..']);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        files,
        all.map((name) => `../../${name}`),
      );
      assert.deepEqual((await search(['../**'])).files, ['../deep/d.afd.yaml']);
    } finally {
      process.chdir(folder.path);
    }
  });

  it('finds absolute paths as they were given', async () => {
    const path = join(folder.path, 'sub');
    const expected = [join(path, 'deep/d.afd.yaml')];
    assert.deepEqual((await search([path])).files, expected);
    assert.deepEqual((await search([join(path, '**/*.yaml')])).files, expected);
    assert.deepEqual((await search(['sub', path])).files, ['sub/deep/d.afd.yaml']);
  });

  const nothing: readonly [string, string][] = [
    ['nope', 'nope: no such file'],
    ['a.yaml/nope', 'a.yaml/nope: no such file'],
    ['', "'': no such file"],
    ['nope/**', 'nope/**: no YAML file or script matches this pattern'],
    ['*.md', '*.md: no YAML file or script matches this pattern'],
    ['nope[1].yaml', 'nope[1].yaml: no YAML file or script matches this pattern'],
    ['!*.yaml', '!*.yaml: no YAML file or script matches this pattern'],
  ];
  for (const [arg, expected] of nothing) {
    it(`says what leads to nothing, and finds the rest: \`${arg}\``, async () => {
      assert.deepEqual(await search([arg, 'a.yaml']), { files: ['a.yaml'], problems: [expected] });
    });
  }

  it('says which folder may not be read', () => {
    folder.write('closed/r.yaml', '');
    chmodSync('closed', 0);
    const { status, error } = runWithoutRights(['check', '.'], folder.path);
    chmodSync('closed', 0o755);
    assert.equal(status, 2);
    assert.match(error, /^afd-lens: closed: may not be read$/m);
  });

  it('says of a folder with a backslash in its name that it is not searched', async function () {
    if (process.platform === 'win32') this.skip();
    folder.write('back\\slash/s.yaml', '');
    const { files, problems } = await search(['back\\slash']);
    assert.deepEqual(files, []);
    assert.match(problems[0] ?? '', /^back\\slash: a folder with a backslash/);
  });

  it('ends early when interrupted', async () => {
    assert.deepEqual((await search(['.'], AbortSignal.abort())).files, []);
  });
});
