import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDiff } from '../../../server/src/cli/diff/diff-command';
import { manifest, TemporaryRepository, trace } from '../git/temporary-repository';
import { type CommandRun, runCommand } from '../run-command';

const nothing: CommandRun = { status: 0, out: '', error: '' };

describe('diff', () => {
  const home = process.cwd();
  const environment = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR };
  let repository: TemporaryRepository;
  let temporary = '';
  beforeEach(() => {
    repository = new TemporaryRepository();
    temporary = mkdtempSync(join(tmpdir(), 'afd-diff-'));
    process.env.TMPDIR = temporary;
    process.chdir(repository.folder);
  });
  afterEach(() => {
    process.chdir(home);
    process.env.PATH = environment.PATH;
    if (environment.TMPDIR === undefined) Reflect.deleteProperty(process.env, 'TMPDIR');
    else process.env.TMPDIR = environment.TMPDIR;
    // Whatever happened, the copies of the base are gone.
    const left = readdirSync(temporary);
    rmSync(temporary, { recursive: true });
    repository.remove();
    assert.deepEqual(left, []);
  });

  const diff = (...args: readonly string[]) => runCommand(addDiff, ['diff', ...args]);

  /** Each difference as `change title: figures that changed`, from JSON. */
  async function changes(...args: readonly string[]): Promise<readonly string[]> {
    const { out, error } = await diff(...args, '--format', 'json');
    assert.equal(error, '');
    const { deployments } = JSON.parse(out) as { deployments: { change: string; file: string; changed: string[] }[] };
    return deployments.map(({ change, file, changed }) => `${change} ${file}: ${changed.join(' ')}`);
  }

  it('confines both sides to the folders given', async () => {
    repository.commit({ 'in/a.afd.yaml': manifest({ trace: '../t.csv' }), 't.csv': trace(500) });
    repository.write({ 't.csv': trace(900) });
    assert.match((await diff('--base', 'main', 'in')).out, /1 deployment changed/);
    assert.deepEqual(await diff('--base', 'main', 'in', '--allowed-root', 'in'), nothing);
  });

  it('is silent where nothing changed, and where only names and comments did', async () => {
    repository.commit({
      'chat.afd.yaml': manifest({ trace: 'traces/chat.csv' }),
      'deploy/eu.afd.yaml': manifest({ name: 'eu' }),
      'traces/chat.csv': trace(500),
      'afd-lens.config.yaml': 'thresholds: { minGainPercent: 5 }\n',
      'broken.yaml': '[',
    });
    assert.deepEqual(await diff('--base', 'main'), nothing);
    assert.deepEqual(await diff('--base', 'main', '--format', 'markdown', '--exit-code'), nothing);
    renameSync('deploy/eu.afd.yaml', 'deploy/europe.afd.yaml');
    repository.write({
      'chat.afd.yaml': `# why\n${manifest({ name: 'chat-prod', trace: 'traces/chat.csv' })}`,
      'traces/chat.csv': `${trace(500)}\n`,
      'broken.yaml': '[[',
    });
    repository.git('add', '--all');
    assert.deepEqual(await diff('--base', 'main', '--exit-code'), nothing);
    const { out } = await diff('.', '--base', 'main', '--format', 'json');
    assert.deepEqual(JSON.parse(out).deployments, []);
  });

  it('confines links of the base, which may be files today, and says of none whether it leads to something', async () => {
    const secret = 'outsider';
    writeFileSync(join(temporary, 't.csv'), trace(900));
    writeFileSync(join(temporary, 'm.afd.yaml'), manifest({ name: secret }));
    try {
      const outcomes = [];
      for (const [name, target] of [
        ['there', 't.csv'],
        ['gone', 'none.csv'],
      ] as const) {
        repository.write({ 'chat.afd.yaml': manifest({ trace: 'x.csv' }) });
        for (const [link, to] of [
          ['x.csv', target],
          ['m.afd.yaml', name === 'there' ? 'm.afd.yaml' : 'none.afd.yaml'],
        ] as const) {
          rmSync(link, { force: true });
          symlinkSync(join(temporary, to), link);
        }
        repository.commit({});
        for (const link of ['x.csv', 'm.afd.yaml']) rmSync(link);
        repository.write({ 'x.csv': trace(500), 'm.afd.yaml': manifest({ name: 'mine' }) });
        const { out, error } = await diff('--base', 'HEAD', '--allowed-root', '.', '--format', 'json');
        assert.ok(!`${out}${error}`.includes(secret));
        const chat = JSON.parse(out).deployments.find(({ file }: { file: string }) => file === 'chat.afd.yaml');
        assert.equal(chat.before.workload, null);
        outcomes.push([chat, error]);
      }
      assert.deepEqual(outcomes[1], outcomes[0]);
    } finally {
      for (const name of ['t.csv', 'm.afd.yaml']) rmSync(join(temporary, name));
    }
  });

  it('shows changed pools', async () => {
    repository.commit({ 'chat.afd.yaml': manifest() });
    repository.write({ 'chat.afd.yaml': manifest({ attention: 10 }) });
    const { status, out, error } = await diff('--base', 'HEAD');
    assert.deepEqual([status, error], [0, '']);
    assert.match(
      out,
      /^compared with HEAD \([0-9a-f]{10}\): 1 deployment changed\n\nchat: 4A:1F -> 10A:1F, \+12 % tokens/,
    );
    assert.equal((await diff('--base', 'HEAD', '--exit-code')).status, 1);
    assert.match(
      (await diff('--base', 'HEAD', '--format', 'markdown')).out,
      /^<!-- afd-lens diff -->\n### AFD Lens: 1/,
    );
  });

  it('shows what only a changed trace changed', async () => {
    const name = 'traces/groß & co.csv';
    repository.commit({ 'a b.afd.yaml': manifest({ trace: name }), [name]: trace(500) });
    repository.write({ [name]: trace(900) });
    assert.deepEqual(await changes('--base', 'HEAD'), ['changed a b.afd.yaml: throughput tpot regime optimum theta']);
    const { out } = await diff('--base', 'HEAD');
    const { deployments } = JSON.parse((await diff('--base', 'HEAD', '--format', 'json')).out);
    assert.ok(deployments[0].before.workload.theta < deployments[0].after.workload.theta);
    assert.deepEqual([deployments[0].before.findings, out.includes('AFD202')], [deployments[0].after.findings, false]);
  });

  it('shows what only a changed profile changed, named by its absolute path', async () => {
    const catalogue = readFileSync(join(home, 'examples/profiles/demo-gpu.afd.yaml'), 'utf8');
    const profile = repository.path('gpu.afd.yaml');
    repository.commit({ 'chat.afd.yaml': manifest({ profile }), 'gpu.afd.yaml': catalogue });
    repository.write({ 'gpu.afd.yaml': catalogue.replace(/name: \S+/, 'name: gpu-2') });
    assert.deepEqual(await changes('--base', 'HEAD'), ['changed chat.afd.yaml: profile']);
  });

  it('shows what only a changed, new or deleted configuration changed', async () => {
    const bare = manifest({ trace: null, profile: null });
    const config = (longest: number) =>
      `latencyProfile: ascend-910c-deepseek-v3\nworkload: { trace: traces/${longest}.csv }\n`;
    repository.commit({
      'deploy/chat.afd.yaml': bare,
      'afd-lens.config.yaml': config(500),
      'traces/500.csv': trace(500),
      'traces/900.csv': trace(900),
    });
    repository.write({ 'afd-lens.config.yaml': config(900) });
    const file = 'deploy/chat.afd.yaml';
    assert.deepEqual(await changes('--base', 'HEAD'), [`changed ${file}: throughput tpot regime optimum theta`]);
    rmSync('afd-lens.config.yaml');
    const gone = [`changed ${file}: status throughput tpot regime optimum theta profile`];
    assert.deepEqual(await changes('--base', 'HEAD'), gone);
    repository.commit();
    repository.write({ 'afd-lens.config.yaml': config(500) });
    repository.git('add', '--all');
    assert.deepEqual(await changes('--base', 'HEAD'), gone);
  });

  it('takes untracked traces as they are, from wherever the manifest was', async () => {
    repository.commit({ '.gitignore': 'traces\n', 'a/chat.afd.yaml': manifest({ trace: '../traces/chat.csv' }) });
    repository.write({ 'traces/chat.csv': trace(500) });
    assert.deepEqual(await diff('--base', 'HEAD'), nothing);
    mkdirSync('b/c', { recursive: true });
    renameSync('a/chat.afd.yaml', 'b/c/chat.afd.yaml');
    repository.write({ 'b/c/chat.afd.yaml': manifest({ trace: '../../traces/chat.csv', attention: 5 }) });
    repository.git('add', '--all');
    const { out } = await diff('--base', 'HEAD', '--format', 'json');
    const [only, ...more] = JSON.parse(out).deployments;
    assert.deepEqual([only.file, only.previousFile, more], ['b/c/chat.afd.yaml', 'a/chat.afd.yaml', []]);
    assert.deepEqual([only.before.status, only.before.file], ['evaluated', 'a/chat.afd.yaml']);
  });

  it('says what was added and removed', async () => {
    repository.commit({ 'old.afd.yaml': manifest({ name: 'old', attention: 3 }), 'both.afd.yaml': manifest() });
    rmSync('old.afd.yaml');
    repository.write({ 'new.afd.yaml': manifest({ name: 'new', attention: 9 }), 'notes.txt': 'x' });
    const { out } = await diff('--base', 'HEAD');
    assert.match(out, /: 1 deployment added, 1 removed\n\nnew: added, 9A:1F .*\n\nold: removed, 3A:1F /s);
  });

  it('compares below the folder it runs in, and what it is told to', async () => {
    repository.commit({ 'a/x.afd.yaml': manifest(), 'b/x.afd.yaml': manifest(), 'b/values.yaml': manifest() });
    const attention = { attention: 5 };
    for (const name of ['a/x.afd.yaml', 'b/x.afd.yaml', 'b/values.yaml'])
      repository.write({ [name]: manifest(attention) });
    process.chdir('b');
    const figures = 'pools throughput tpot';
    const both = [`changed values.yaml: ${figures}`, `changed x.afd.yaml: ${figures}`];
    assert.deepEqual(await changes('--base', 'HEAD'), both);
    assert.deepEqual(await changes('*.afd.yaml', '--base', 'HEAD'), both.slice(1));
    assert.deepEqual(await changes('values.yaml', '../a', '--base', 'HEAD'), [
      `changed values.yaml: ${figures}`,
      `changed ../a/x.afd.yaml: ${figures}`,
    ]);
  });

  it('compares files without git', async () => {
    repository.write({ 'old/chat.afd.yaml': manifest(), 'now/chat.afd.yaml': manifest({ attention: 5 }) });
    process.env.PATH = '';
    const expected = ['changed now/chat.afd.yaml: pools throughput tpot'];
    assert.deepEqual(await changes('now', '--base', './old'), expected);
    assert.deepEqual(await changes('now/chat.afd.yaml', '--base', 'old/chat.afd.yaml'), expected);
    assert.deepEqual(await diff('now', '--base', './now/../now'), nothing);
    const none = await diff('now', '--base', 'main');
    assert.deepEqual([none.status, none.out], [2, '']);
    assert.equal(none.error, 'no git program was found; install git, or give --base a file\n');
  });

  describe('ends with status 2, after comparing what it can', () => {
    const changed = manifest({ attention: 5 });
    const broken: readonly [string, string | Buffer, RegExp][] = [
      ['broken YAML', 'kind: [\n', /^chat\.afd\.yaml:\d+:\d+ \S[^\n]*\n$/],
      ['binary', Buffer.from([0xff, 0xfe, 0, 1]), /^chat\.afd\.yaml: is not UTF-8 text\n$/],
      ['a key that is given twice', `${changed}spec: {}\n`, /^chat\.afd\.yaml:\d+:1 'spec' is given twice[^\n]*\n$/],
    ];
    for (const [title, content, expected] of broken) {
      it(`where one side has ${title}`, async () => {
        repository.commit({ 'chat.afd.yaml': content, 'other.afd.yaml': manifest() });
        repository.write({ 'chat.afd.yaml': changed, 'other.afd.yaml': changed });
        const before = await diff('--base', 'main', '--exit-code');
        assert.equal(before.status, 2);
        assert.match(before.error.replace('at main: ', ''), expected);
        assert.match(before.error, /^at main: /);
        assert.match(before.out, /^compared with main[^\n]*: 1 deployment changed\n\nchat: [^\n]*\nother\.afd\.yaml\n/);
        repository.commit();
        repository.write({ 'chat.afd.yaml': content });
        const after = await diff('--base', 'main');
        assert.deepEqual([after.status, after.out], [2, '']);
        assert.match(after.error, expected);
      });
    }

    it('where both sides are broken alike, said once', async () => {
      repository.commit({ 'chat.afd.yaml': 'kind: [\n' });
      const { status, out, error } = await diff('--base', 'main');
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, /^chat\.afd\.yaml:[^\n]*\n$/);
    });

    it('where a configuration cannot be used', async () => {
      repository.commit({ 'chat.afd.yaml': manifest(), 'afd-lens.config.yaml': 'rules: [\n' });
      repository.write({ 'afd-lens.config.yaml': 'rules: {}\n' });
      const { status, out, error } = await diff('--base', 'main');
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, /^at main: afd-lens\.config\.yaml:\d+: [^\n]*\n$/);
    });

    it('where a path is missing', async () => {
      repository.commit({ 'chat.afd.yaml': manifest() });
      repository.write({ 'chat.afd.yaml': changed });
      const { status, out, error } = await diff('chat.afd.yaml', 'none.afd.yaml', '--base', 'main');
      assert.deepEqual([status, error], [2, 'none.afd.yaml: no such file\n']);
      assert.match(out, /1 deployment changed/);
    });
  });

  const hostile = ['mian', '-h', '--help', '--output=x', '-oops', '--', '--upload-pack=touch x'];
  for (const base of hostile) {
    it(`refuses a base that is no revision: ${base}`, async () => {
      repository.commit({ 'chat.afd.yaml': manifest() });
      const { status, out, error } = await diff('--base', base);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, new RegExp(`^'${base}' is no revision of the git repository [^\\n]*\\n$`));
      assert.deepEqual(readdirSync('.').sort(), ['.git', 'chat.afd.yaml']);
    });
  }

  it('writes to a file, also that nothing changed, and says if it cannot', async () => {
    repository.commit({ 'chat.afd.yaml': manifest() });
    repository.write({ 'chat.afd.yaml': manifest({ attention: 5 }) });
    const args = ['chat.afd.yaml', '--base', 'HEAD', '--format', 'markdown'];
    assert.deepEqual(await diff(...args, '--output', 'comment.md'), nothing);
    assert.equal(readFileSync('comment.md', 'utf8'), (await diff(...args)).out);
    repository.write({ 'chat.afd.yaml': manifest() });
    assert.deepEqual(await diff(...args, '--output', 'comment.md'), nothing);
    assert.equal(readFileSync('comment.md', 'utf8'), '');
    const failed = await diff(...args, '--output', 'none/comment.md');
    assert.equal(failed.status, 2);
    assert.match(failed.error, /^none\/comment\.md cannot be written: ENOENT/);
  });

  it('needs a base, and a format that there is', async () => {
    await assert.rejects(diff('.'), /required option '--base <rev\|path>' not specified/);
    await assert.rejects(diff('--base', 'x', '--format', 'xml'), /Allowed choices are text, markdown, json/);
  });

  it('ends with status 130 when interrupted, at the start and while it reads', async () => {
    const files = Array.from({ length: 40 }, (_, i) => `${i}.afd.yaml`);
    repository.commit(Object.fromEntries(files.map((name) => [name, manifest()])));
    repository.write(Object.fromEntries(files.map((name) => [name, manifest({ attention: 5 })])));
    const interrupted = (signal: AbortSignal) => runCommand(addDiff, ['diff', '--base', 'HEAD'], signal);
    assert.deepEqual(await interrupted(AbortSignal.abort()), { ...nothing, status: 130 });
    const controller = new AbortController();
    const running = interrupted(controller.signal);
    // As soon as the first copy is made.
    while (readdirSync(temporary).length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    assert.deepEqual(await running, { ...nothing, status: 130 });
  });
});
