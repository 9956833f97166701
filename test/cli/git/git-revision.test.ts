// Also tests: cli/git/git-changes, cli/git/git-commit
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { GitRevision } from '../../../server/src/cli/git/git-revision';
import { TemporaryRepository } from './temporary-repository';

describe('a revision of a repository', () => {
  let repository: TemporaryRepository;
  const opened: GitRevision[] = [];
  beforeEach(() => {
    repository = new TemporaryRepository();
  });
  afterEach(async () => {
    for (const revision of opened.splice(0)) await revision.dispose();
    repository.remove();
  });

  async function open(revision = 'main', folder = repository.folder): Promise<GitRevision> {
    const found = await GitRevision.open(revision, folder);
    opened.push(found);
    return found;
  }

  /** What a file had at the revision. */
  async function contentAt(revision: GitRevision, name: string): Promise<string | undefined> {
    const place = await revision.place(repository.path(name));
    return place === undefined ? undefined : readFileSync(place, 'utf8');
  }

  it('reads what differs from the revision and all else from its own place', async () => {
    repository.commit({ 'changed.csv': 'old', 'same.csv': 'same', 'deleted.csv': 'gone', '.gitignore': 'ignored.csv' });
    repository.write({ 'changed.csv': 'new', 'untracked.csv': 'untracked', 'ignored.csv': 'ignored' });
    rmSync(repository.path('deleted.csv'));
    const revision = await open();
    const names = ['changed', 'same', 'deleted', 'untracked', 'ignored'].map((name) => `${name}.csv`);
    const contents = await Promise.all(names.map((name) => contentAt(revision, name)));
    assert.deepEqual(contents, ['old', 'same', 'gone', 'untracked', 'ignored']);
    assert.equal(await revision.place(repository.path('same.csv')), repository.path('same.csv'));
    const outside = join(tmpdir(), 'elsewhere.csv');
    assert.equal(await revision.place(outside), outside);
  });

  it('knows no configuration that the revision did not have, unless git does not track it', async () => {
    repository.commit({ 'a.csv': 'a' });
    repository.write({ 'afd-lens.config.yaml': 'rules: {}\n', 'new.csv': 'new' });
    const untracked = await open();
    assert.equal(await contentAt(untracked, 'afd-lens.config.yaml'), 'rules: {}\n');
    repository.git('add', '--all');
    const tracked = await open();
    assert.equal(await contentAt(tracked, 'afd-lens.config.yaml'), undefined);
    assert.equal(await contentAt(tracked, 'new.csv'), 'new');
  });

  it('copies each file once, as a checkout would write it, under its name, and removes the copies', async () => {
    const name = 'größe & co/$(x) 日本.csv';
    repository.commit({ [name]: 'a\nb\n', '.gitattributes': '*.csv text eol=crlf\n' });
    repository.write({ [name]: 'c\r\n' });
    const revision = await open();
    const [first, second] = await Promise.all([1, 2].map(() => revision.place(repository.path(name))));
    assert.equal(first, second);
    assert.equal(basename(first!), basename(name));
    assert.equal(readFileSync(first!, 'utf8'), 'a\r\nb\r\n');
    await revision.dispose();
    assert.ok(!existsSync(dirname(dirname(first!))));
  });

  it('gives a copy the age of the file of today, so that age is no difference', async () => {
    repository.commit({ 'a.csv': 'old' });
    repository.write({ 'a.csv': 'newer' });
    const then = new Date(Date.now() - 86_400_000_000);
    utimesSync(repository.path('a.csv'), then, then);
    const copy = await (await open()).place(repository.path('a.csv'));
    assert.equal(Math.round(statSync(copy!).mtimeMs), Math.round(then.getTime()));
  });

  it('follows links as they were', async () => {
    repository.commit({ 'old/a.csv': 'old', 'new/a.csv': 'new', 'plain.csv': 'plain' });
    repository.link('folder', 'old');
    repository.link('file.csv', 'old/a.csv');
    repository.link('same', 'new');
    repository.commit();
    repository.link('folder', 'new');
    repository.link('file.csv', 'new/a.csv');
    repository.write({ 'new/a.csv': 'newest' });
    repository.link('plain.csv', 'new/a.csv');
    const revision = await open();
    const names = ['folder/a.csv', 'file.csv', 'same/a.csv', 'plain.csv'];
    const contents = await Promise.all(names.map((name) => contentAt(revision, name)));
    assert.deepEqual(contents, ['old', 'old', 'new', 'plain']);
  });

  it('does not go round in a circle of links', async () => {
    repository.link('a.csv', 'b.csv');
    repository.link('b.csv', 'a.csv');
    repository.commit();
    const path = await (await open()).place(repository.path('a.csv'));
    assert.ok(['a.csv', 'b.csv'].includes(basename(path!)));
  });

  it('knows a path by any way that leads into the repository', async () => {
    repository.commit({ 'a/b.csv': 'b' });
    const other = join(tmpdir(), `${basename(repository.folder)}-link`);
    repository.link(`../${basename(other)}`, repository.folder);
    try {
      const revision = await open('main', join(other, 'a'));
      assert.equal(await revision.nameOf(join(other, 'a', 'b.csv')), 'a/b.csv');
      assert.equal(await revision.nameOf(join(other, 'none', 'x.csv')), 'none/x.csv');
      assert.equal(await revision.nameOf(repository.folder), '');
      assert.equal(await revision.nameOf(tmpdir()), undefined);
      assert.equal(await revision.nameOf(`${repository.folder}x`), undefined);
    } finally {
      rmSync(other);
    }
  });

  it('says which files were there, renamed or deleted, whatever their names are', async () => {
    const names = [':(top)a.afd.yaml', '*.afd.yaml', '-x.afd.yaml', 'ä b.afd.yaml', 'deep/er/old.afd.yaml'];
    repository.commit(Object.fromEntries(names.map((name) => [name, `${name}\n`.repeat(20)])));
    mkdirSync(repository.path('moved'));
    renameSync(repository.path('deep/er/old.afd.yaml'), repository.path('moved/new.afd.yaml'));
    rmSync(repository.path('-x.afd.yaml'));
    repository.git('add', '--all');
    repository.write({ 'untracked.afd.yaml': 'x' });
    const revision = await open();
    const existing = await revision.existing([...names, 'deep', 'untracked.afd.yaml', 'moved/new.afd.yaml']);
    assert.deepEqual([...existing].sort(), [...names].sort());
    assert.deepEqual(
      [...(await revision.renamed(['**/*.afd.yaml']))],
      [['moved/new.afd.yaml', 'deep/er/old.afd.yaml']],
    );
    assert.deepEqual([...revision.deleted].sort(), ['-x.afd.yaml', 'deep/er/old.afd.yaml']);
  });

  it('asks for many names in several parts', async () => {
    const names = Array.from({ length: 600 }, (_, i) => `${'x'.repeat(40)}/${i}.afd.yaml`);
    repository.commit(Object.fromEntries(names.map((name) => [name, 'x'])));
    assert.deepEqual((await (await open()).existing([...names, 'none'])).size, names.length);
  });

  it('finds commits by every name that git knows, and where a branch left another', async () => {
    const first = repository.commit({ 'a.csv': '1' });
    repository.git('tag', 'v1');
    repository.git('checkout', '--quiet', '-b', 'feature/x');
    const second = repository.commit({ 'a.csv': '2' });
    repository.git('checkout', '--quiet', 'main');
    const third = repository.commit({ 'a.csv': '3' });
    repository.git('checkout', '--quiet', 'feature/x');
    const expected = {
      main: third,
      v1: first,
      HEAD: second,
      'HEAD~1': first,
      'feature/x': second,
      [third.slice(0, 8)]: third,
      'main...': first,
      'main...HEAD': first,
    };
    for (const [name, commit] of Object.entries(expected)) assert.equal((await open(name)).commit, commit, name);
  });

  const unknown = [
    'mian',
    'origin/main',
    '-h',
    '--help',
    '--output=x',
    '--all',
    '',
    '^HEAD',
    'HEAD..HEAD',
    'HEAD:a.csv',
    '$(touch x)',
    'a b',
    'main\nx',
    '@{upstream}',
    'x...',
  ];
  for (const name of unknown) {
    it(`says that this is no revision: ${JSON.stringify(name)}`, async () => {
      repository.commit({ 'a.csv': '1' });
      await assert.rejects(
        open(name),
        /^GitError: '[^\n]*' is no revision of the git repository [^\n]*, and no file; see git branch[^\n]*$/,
      );
      assert.deepEqual(readdirSync(repository.folder).sort(), ['.git', 'a.csv']);
    });
  }

  it('says how to get the history that a shallow clone lacks', async () => {
    repository.commit({ 'a.csv': '1' });
    repository.commit({ 'a.csv': '2' });
    repository.git('branch', 'other', 'HEAD~1');
    const clone = join(repository.folder, 'clone');
    repository.git('clone', '--quiet', '--depth=1', '--no-single-branch', `file://${repository.folder}`, clone);
    const advice = /the clone is shallow: fetch the whole history \(git fetch --unshallow, or fetch-depth: 0 in CI\)$/;
    await assert.rejects(open('HEAD~1', clone), advice);
    await assert.rejects(open('origin/other...', clone), advice);
    assert.equal((await open('origin/main', clone)).root, clone);
  });

  it('fetches nothing that a partial clone lacks', async () => {
    repository.commit({ 'a.csv': '1' });
    repository.commit({ 'a.csv': '2' });
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(repository.folder, 'clone');
    repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.folder}`, clone);
    const revision = await open('HEAD~1', clone);
    await assert.rejects(revision.place(join(clone, 'a.csv')), /git has no copy of it here, and none is fetched: \S/);
    const { length } = repository.git('-C', clone, 'cat-file', '--batch-all-objects', '--batch-check');
    await assert.rejects(revision.place(join(clone, 'a.csv')));
    assert.equal(repository.git('-C', clone, 'cat-file', '--batch-all-objects', '--batch-check').length, length);
  });

  it('says that branches have nothing in common', async () => {
    repository.commit({ 'a.csv': '1' });
    repository.git('checkout', '--quiet', '--orphan', 'lonely');
    repository.commit({ 'a.csv': '2' });
    await assert.rejects(open('main...'), /^GitError: 'main' and HEAD share no commit in \S+$/);
  });

  it('says that there is no repository, or no commit in it', async () => {
    const folder = join(repository.folder, '..');
    await assert.rejects(open('main', folder), /lies in no git repository; give --base a file or a folder/);
    await assert.rejects(open('HEAD'), /^GitError: 'HEAD' is no revision/);
  });

  it('reads the files of a conflict as they were', async () => {
    repository.commit({ 'a.csv': '1\n' });
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit({ 'a.csv': '2\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'a.csv': '3\n' });
    assert.throws(() => repository.git('merge', 'other'));
    assert.equal(await contentAt(await open(), 'a.csv'), '3\n');
  });

  it('says that git lacks the content of a file', async () => {
    repository.commit({ 'a.csv': 'old' });
    const blob = repository.git('rev-parse', 'HEAD:a.csv');
    repository.write({ 'a.csv': 'newer' });
    const revision = await open();
    rmSync(repository.path(join('.git', 'objects', blob.slice(0, 2), blob.slice(2))));
    await assert.rejects(
      revision.place(repository.path('a.csv')),
      /^GitError: git has no copy of it here, and none is fetched: \S/,
    );
  });
});
