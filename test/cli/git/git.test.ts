import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Git, GitError } from '../../../server/src/cli/git/git';
import { TemporaryRepository } from './temporary-repository';

describe('git', () => {
  let folder = '';
  let repository: TemporaryRepository;
  const environment = { ...process.env };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-git-'));
    repository = new TemporaryRepository();
    repository.commit({ 'a.txt': 'first\n' });
  });
  afterEach(() => {
    for (const name of ['PATH', 'GIT_DIR']) process.env[name] = environment[name];
    if (environment.GIT_DIR === undefined) Reflect.deleteProperty(process.env, 'GIT_DIR');
  });
  after(() => {
    repository.remove();
    rmSync(folder, { recursive: true });
  });

  it('gives what git writes, as text or into a file', async () => {
    const git = await Git.in(repository.folder);
    assert.equal(await git.text(['show', 'HEAD:a.txt']), 'first\n');
    const file = openSync(join(folder, 'out'), 'w');
    assert.deepEqual(await git.run(['show', 'HEAD:a.txt'], file), { status: 0, out: Buffer.alloc(0), complaint: '' });
    closeSync(file);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'first\n');
  });

  it('says on one line why git failed', async () => {
    const git = await Git.in(repository.folder);
    await assert.rejects(git.text(['show', 'none']), (error: Error) => {
      assert.ok(error instanceof GitError);
      assert.match(error.message, /^git: ambiguous argument 'none': unknown revision[^\n]*[^.\n]$/);
      return true;
    });
  });

  it('never takes an argument for a command of a shell', async () => {
    const git = await Git.in(repository.folder);
    const { status } = await git.run(['show', `$(touch ${join(folder, 'owned')})`, `; touch ${join(folder, 'owned')}`]);
    assert.notEqual(status, 0);
    assert.throws(() => readFileSync(join(folder, 'owned')), { code: 'ENOENT' });
  });

  it('looks at the folder it is given, whatever repository its caller works with', async () => {
    const other = new TemporaryRepository();
    process.env.GIT_DIR = join(other.folder, '.git');
    try {
      const git = await Git.in(repository.folder);
      assert.equal((await git.text(['rev-parse', '--show-toplevel'])).trim(), repository.folder);
    } finally {
      other.remove();
    }
  });

  it('runs no hook and no monitor of the repository', async () => {
    const ran = join(folder, 'ran');
    for (const name of ['monitor', 'post-index-change']) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} >> ${ran}\n`, { mode: 0o755 });
    }
    repository.git('config', 'core.fsmonitor', join(folder, 'monitor'));
    repository.git('config', 'core.hooksPath', folder);
    const hasRun = (): boolean => existsSync(ran);
    const touch = (): void => utimesSync(repository.path('a.txt'), new Date(), new Date(Date.now() - 60_000));
    touch();
    await (await Git.in(repository.folder)).text(['diff', 'HEAD']);
    assert.equal(hasRun(), false);
    repository.git('status');
    assert.equal(hasRun(), true);
  });

  const noGit: readonly [string, () => string | undefined][] = [
    ['no PATH', () => undefined],
    ['an empty PATH', () => ''],
    ['a PATH without git', () => folder],
    ['a relative PATH', () => '.:bin'],
    [
      'a folder of that name',
      () => {
        mkdirSync(join(folder, 'named', 'git'), { recursive: true });
        return join(folder, 'named');
      },
    ],
  ];
  for (const [title, path] of noGit) {
    it(`says that no git program was found: ${title}`, async () => {
      const value = path();
      if (value === undefined) Reflect.deleteProperty(process.env, 'PATH');
      else process.env.PATH = value;
      await assert.rejects(Git.in(repository.folder), /^GitError: no git program was found; install git, or/);
    });
  }

  it('says that a program cannot be started', async () => {
    writeFileSync(join(folder, 'git'), '', { mode: 0o600 });
    process.env.PATH = folder;
    const git = await Git.in(repository.folder);
    rmSync(join(folder, 'git'));
    await assert.rejects(git.text(['version']), /^GitError: git cannot be started: /);
  });

  it('ends with the reason of an abort', async () => {
    const controller = new AbortController();
    const git = await Git.in(repository.folder, controller.signal);
    const running = git.text(['cat-file', '--batch-all-objects', '--batch']);
    controller.abort(new Error('Interrupted.'));
    await assert.rejects(running, /Interrupted/);
    await assert.rejects(git.text(['version']), /Interrupted/);
  });
});
