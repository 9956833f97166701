import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DiffBase, openBase } from '../../../server/src/cli/diff/diff-base';
import { TemporaryRepository } from '../git/temporary-repository';

/** A text that git finds again under another name. */
const text = (title: string) => `${title} line\n`.repeat(30);

describe('the base of a comparison', () => {
  const home = process.cwd();
  const path = process.env.PATH;
  let repository: TemporaryRepository;
  beforeEach(() => {
    repository = new TemporaryRepository();
    process.chdir(repository.folder);
  });
  afterEach(() => {
    process.chdir(home);
    process.env.PATH = path;
    repository.remove();
  });

  /** Each pair as `before > after`, `-` for a side without the file. */
  function pairs({ pairs }: DiffBase): readonly string[] {
    return pairs.map(({ before, after, renamed }) => `${before ?? '-'} > ${after ?? '-'}${renamed ? ' renamed' : ''}`);
  }

  describe('a revision', () => {
    it('has the same, added, removed, renamed and untracked files as git says', async () => {
      repository.commit({ 'same.afd.yaml': text('a'), 'old name.afd.yaml': text('b'), 'gone/ü.afd.yaml': text('c') });
      mkdirSync('moved');
      renameSync('old name.afd.yaml', 'moved/new.afd.yaml');
      repository.write({ 'added.afd.yaml': text('d') });
      rmSync('gone/ü.afd.yaml');
      repository.git('add', '--all');
      repository.write({ 'untracked.afd.yaml': text('e'), 'notes.yaml': '' });
      const base = await openBase('HEAD', ['.']);
      assert.deepEqual(pairs(base), [
        '- > added.afd.yaml',
        'old name.afd.yaml > moved/new.afd.yaml renamed',
        'same.afd.yaml > same.afd.yaml',
        '- > untracked.afd.yaml',
        'gone/ü.afd.yaml > -',
      ]);
      assert.deepEqual([base.name, base.commit, base.problems], ['HEAD', repository.git('rev-parse', 'HEAD'), []]);
    });

    it('is that of the repository around a subfolder', async () => {
      repository.commit({ 'deploy/a.afd.yaml': text('a'), 'b.afd.yaml': text('b') });
      rmSync('b.afd.yaml');
      process.chdir('deploy');
      assert.deepEqual(pairs(await openBase('HEAD', ['.'])), ['a.afd.yaml > a.afd.yaml']);
      const above = repository.path('b.afd.yaml');
      assert.deepEqual(pairs(await openBase('HEAD', ['..'])), ['a.afd.yaml > ../deploy/a.afd.yaml', `${above} > -`]);
    });

    it('has what was deleted of the paths that are given, and nothing else', async () => {
      repository.commit({ 'a/x.afd.yaml': text('a'), 'b/values.yaml': text('b'), 'c.afd.yaml': text('c') });
      for (const name of ['a', 'b', 'c.afd.yaml']) rmSync(name, { recursive: true });
      repository.write({ 'd.afd.yaml': '' });
      const base = await openBase('HEAD', ['a', 'b/values.yaml', 'none', 'd.afd.yaml']);
      assert.deepEqual(pairs(base), ['- > d.afd.yaml', 'a/x.afd.yaml > -', 'b/values.yaml > -']);
      assert.deepEqual(base.problems, ['none: no such file']);
      assert.deepEqual(pairs(await openBase('HEAD', ['a'])), ['a/x.afd.yaml > -']);
    });

    it('calls a file removed whose new place is not asked for', async () => {
      repository.commit({ 'deploy/a.afd.yaml': text('a') });
      mkdirSync('archive');
      renameSync('deploy/a.afd.yaml', 'archive/a.afd.yaml');
      repository.write({ 'deploy/b.afd.yaml': '' });
      repository.git('add', '--all');
      assert.deepEqual(pairs(await openBase('HEAD', ['deploy'])), ['- > deploy/b.afd.yaml', 'deploy/a.afd.yaml > -']);
    });

    it('has a file behind a link', async () => {
      repository.commit({ 'real/a.afd.yaml': text('a') });
      repository.link('way', 'real');
      repository.commit();
      assert.deepEqual(pairs(await openBase('HEAD', ['way/a.afd.yaml'])), ['way/a.afd.yaml > way/a.afd.yaml']);
    });

    it('knows nothing of a repository inside', async () => {
      const inner = new TemporaryRepository();
      inner.commit({ 'deep/c.afd.yaml': text('c') });
      repository.commit({ 'a.afd.yaml': text('a') });
      repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
      repository.commit();
      repository.write({ 'sub/deep/c.afd.yaml': text('d'), 'sub/e.afd.yaml': text('e'), 'b.afd.yaml': text('b') });
      assert.deepEqual(pairs(await openBase('HEAD', ['.'])), ['a.afd.yaml > a.afd.yaml', '- > b.afd.yaml']);
      assert.deepEqual(pairs(await openBase('HEAD', ['sub'])).length, 2);
      inner.remove();
    });

    it('has no file of another repository', async () => {
      repository.commit({ 'a.afd.yaml': text('a') });
      const other = new TemporaryRepository();
      other.write({ 'b.afd.yaml': '' });
      const base = await openBase('HEAD', ['.', other.folder]);
      assert.deepEqual(pairs(base), ['a.afd.yaml > a.afd.yaml']);
      assert.deepEqual(base.problems, [
        `${other.folder}/b.afd.yaml: lies outside the git repository ${repository.folder}`,
      ]);
      assert.deepEqual(pairs(await openBase('HEAD', [repository.folder])), [
        `a.afd.yaml > ${repository.folder}/a.afd.yaml`,
      ]);
      other.remove();
    });
  });

  describe('of the name of a revision and of a path', () => {
    beforeEach(() => {
      repository.commit({
        'main/a.afd.yaml': text('a'),
        'feature/x/a.afd.yaml': text('b'),
        'now/a.afd.yaml': text('c'),
      });
      repository.git('branch', 'feature/x');
    });

    it('is the revision, if the path has no separator', async () => {
      assert.notEqual((await openBase('main', ['now'])).commit, undefined);
    });

    it('is the path, if it has one', async () => {
      for (const base of ['./main', 'main/', repository.path('main')]) {
        assert.equal((await openBase(base, ['now'])).commit, undefined, base);
      }
      assert.deepEqual(pairs(await openBase('feature/x', ['now'])), ['feature/x/a.afd.yaml > now/a.afd.yaml']);
    });

    it('is the path, if there is no such revision, no repository and no git', async () => {
      const expected = ['old.afd.yaml > now/a.afd.yaml'];
      repository.write({ 'old.afd.yaml': '' });
      assert.deepEqual(pairs(await openBase('old.afd.yaml', ['now'])), expected);
      process.env.PATH = '';
      assert.deepEqual(pairs(await openBase('old.afd.yaml', ['now'])), expected);
      process.env.PATH = path;
      rmSync('.git', { recursive: true });
      assert.deepEqual(pairs(await openBase('old.afd.yaml', ['now'])), expected);
      await assert.rejects(openBase('main.afd.yaml', ['now']), /lies in no git repository/);
    });
  });

  it('is no path where git has another trouble than not to know the name', async () => {
    repository.commit({ 'main/a.afd.yaml': text('a'), 'now/a.afd.yaml': text('b') });
    repository.write({ '.git/config': '[core' });
    await assert.rejects(openBase('main', ['now']), /^GitError: git: bad config line \d in file /);
  });

  describe('a file or a folder', () => {
    beforeEach(() => {
      const names = ['now/a.afd.yaml', 'now/b/c.afd.yaml', 'old/a.afd.yaml', 'old/d.afd.yaml', 'now/old/b/c.afd.yaml'];
      repository.write(Object.fromEntries(names.map((name) => [name, ''])));
    });

    it('is compared with the one manifest, whatever their names', async () => {
      const base = await openBase('./old/d.afd.yaml', ['now/a.afd.yaml']);
      assert.deepEqual(pairs(base), ['./old/d.afd.yaml > now/a.afd.yaml']);
      assert.deepEqual(pairs(await openBase('./old/d.afd.yaml', ['now/b'])), ['./old/d.afd.yaml > now/b/c.afd.yaml']);
    });

    it('is compared by the names below the folder, also with one inside the other', async () => {
      assert.deepEqual(pairs(await openBase('./old', ['now'])), [
        'old/a.afd.yaml > now/a.afd.yaml',
        '- > now/b/c.afd.yaml',
        '- > now/old/b/c.afd.yaml',
        'old/d.afd.yaml > -',
      ]);
      assert.deepEqual(pairs(await openBase('./now/old', ['now'])), [
        '- > now/a.afd.yaml',
        'now/old/b/c.afd.yaml > now/b/c.afd.yaml',
      ]);
      assert.deepEqual(pairs(await openBase('./now', ['now/old'])), [
        'now/b/c.afd.yaml > now/old/b/c.afd.yaml',
        'now/a.afd.yaml > -',
      ]);
    });

    const refused: readonly [string, string, readonly string[], RegExp][] = [
      ['several manifests', './old/a.afd.yaml', ['now'], /^UsageError: --base \.\/old\/a\.afd\.yaml is one file; give/],
      ['no manifest', './old/a.afd.yaml', ['empty'], /^UsageError: --base .* is one file; give the one manifest/],
      ['a manifest', './old', ['now/a.afd.yaml'], /^UsageError: --base \.\/old is a folder; give the one folder/],
      ['two folders', './old', ['now', 'now/b'], /^UsageError: --base \.\/old is a folder; give the one folder/],
    ];
    for (const [title, base, paths, expected] of refused) {
      it(`is not compared with ${title}`, async () => {
        mkdirSync('empty');
        await assert.rejects(openBase(base, paths), expected);
      });
    }

    it('says which path is missing', async () => {
      const base = await openBase('./old', ['none']);
      assert.deepEqual([pairs(base), base.problems], [[], ['none: no such file']]);
    });
  });

  it('does not exist: a path that is no file and no revision', async () => {
    repository.commit();
    for (const base of ['./old.afd.yaml', join(tmpdir(), 'none.afd.yaml')]) {
      await assert.rejects(openBase(base, ['.']), /is no revision of the git repository .*, and no file/);
    }
  });
});
