import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { allRules } from '../../server/src/rules/catalogue';

/** What the tool reads, what is compiled with what it writes, and what checks that. */
const copied = [
  ...['server', 'client', 'test', 'bench', 'validation', 'tools', 'schemas', 'ci', 'docs', 'README.md', 'CHANGELOG.md'],
  ...['action.yml', '.pre-commit-hooks.yaml', 'package.json', 'tsconfig.json', 'biome.json', '.gitignore'],
];
/** Names of new things, and the test that each gets. */
const things = [
  [['rule', 'AFD199', 'nothing-of-note'], 'test/rules/sizing/nothing-of-note.test.ts'],
  [['rule', 'AFD499', 'no-launch-of-note'], 'test/rules/launch/no-launch-of-note.test.ts'],
  [['dialect', 'my-engine'], 'test/manifest/dialects/my-engine.test.ts'],
  [['command', 'ponder'], 'test/cli/ponder/ponder.test.ts'],
  [['trace-format', 'my-bench'], 'test/workload/readers/my-bench.test.ts'],
] as const;

describe('npm run new', () => {
  let folder = '';
  let written: readonly string[] = [];

  const run = (program: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    return { status, text: `${stdout}${stderr}` };
  };
  const runNew = (...args: readonly string[]) => run(process.execPath, 'tools/new.mjs', ...args);
  const modules = (path: string) => join(folder, 'node_modules', path);

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'afd-new-')));
    const filter = (path: string): boolean => !/\.(?:png|svg)$/.test(path);
    for (const path of copied) cpSync(path, join(folder, path), { recursive: true, filter });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    written = things.flatMap(([args]) => {
      const { status, text } = runNew(...args);
      assert.equal(status, 0, text);
      return Array.from(text.matchAll(/^(?:new {4}|changed) (.+)$/gm), ([, path]) => path!);
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes code that compiles, and is formatted', () => {
    const files = written.filter((path) => path.endsWith('.ts'));
    assert.ok(files.length >= 5 * 2 + 4);
    const configuration = { extends: './tsconfig.json', compilerOptions: { incremental: false }, include: [], files };
    writeFileSync(join(folder, 'tsconfig.new.json'), JSON.stringify(configuration));
    const types = run(modules('.bin/tsc'), '--noEmit', '--project', 'tsconfig.new.json');
    assert.equal(types.status, 0, types.text);
    const format = run(modules('.bin/biome'), 'check', '--error-on-warnings', ...files);
    assert.equal(format.status, 0, format.text);
  });

  it('writes tests that fail until they are filled in', () => {
    const tests = things.map(([, path]) => path);
    buildSync({
      entryPoints: [...tests],
      absWorkingDir: folder,
      bundle: true,
      packages: 'external',
      platform: 'node',
      outbase: '.',
      outdir: 'out',
    });
    const { status, text } = run(
      process.execPath,
      modules('mocha/bin/mocha.js'),
      '--no-config',
      '--reporter',
      'json',
      'out/test/**/*.test.js',
    );
    const { failures } = JSON.parse(text) as { failures: readonly { file: string; err: { message: string } }[] };
    assert.equal(status, failures.length);
    for (const test of tests) {
      const own = failures.filter(({ file }) => file === join(folder, 'out', test.replace('.ts', '.js')));
      assert.ok(
        own.length >= 2 && own.some(({ err }) => /^fill in server\/src\/.* then remove this test$/.test(err.message)),
        test,
      );
    }
  });

  it('leaves a list of what is to be filled in, which the structure check reports, and nothing else', () => {
    const { status, text } = run(process.execPath, 'tools/check-structure.mjs');
    assert.equal(status, 1);
    const problems = text.split('\n').filter((line) => !/^(?:\d+ problems)?$/.test(line));
    assert.deepEqual(
      problems.filter((line) => !/^\S+:\d+: FILL IN\b/.test(line)),
      [],
    );
    const marked = new Set(problems.map((line) => line.split(':')[0]!));
    const code =
      /^server\/src\/(?:rules\/catalogue|manifest\/dialects\/dialects|cli\/main|workload\/readers\/json-requests)\.ts$/;
    assert.deepEqual([...marked].sort(), [...new Set(written.filter((path) => !code.test(path)))].sort());
  });

  it('puts rules into the order of their codes', () => {
    const entries = (of: string) => {
      const text = readFileSync(join(of, 'server/src/rules/catalogue.ts'), 'utf8');
      const [, list] = /^export const documentRules\b[^=]*= \[\n([^\]]*)/m.exec(text)!;
      return list!.match(/\w+/g)!;
    };
    const [before, after] = [entries('.'), entries(folder)];
    assert.deepEqual(
      after.filter((name) => before.includes(name)),
      before,
    );
    // Each stands between the last rule of its hundred and the first of the next.
    const codeOf = (name: string | undefined) => allRules[before.indexOf(name!)]?.code ?? 'none';
    for (const [name, hundred] of [
      ['nothingOfNote', 'AFD1'],
      ['noLaunchOfNote', 'AFD4'],
    ] as const) {
      const at = after.indexOf(name);
      assert.ok(codeOf(after[at - 1]).startsWith(hundred) && !codeOf(after[at + 1]).startsWith(hundred), name);
    }
    const page = readFileSync(join(folder, 'docs/rules/README.md'), 'utf8');
    const codes = Array.from(page.matchAll(/^\| \[(AFD\d{3})\]/gm), ([, code]) => code!);
    assert.ok(codes.includes('AFD199') && codes.includes('AFD499'));
    assert.deepEqual(codes, [...codes].sort());
  });

  for (const [args, message] of [
    [[], /^Say what is new:\n {2}npm run new -- rule CODE NAME\n/],
    [['rule', 'AFD198'], /^Say what is new:/],
    [['provider', 'x'], /^Say what is new:/],
    [['toString', 'x'], /^Say what is new:/],
    [['rule', 'AFD101', 'else'], /^AFD101 is a rule already; the next free code of its group is AFD1\d\d\.\n$/],
    [['rule', 'AFD900', 'else'], /^AFD900 is a rule already; the next free code of its group is AFD9\d\d\.\n$/],
    [
      ['rule', 'AFD701', 'else'],
      /^AFD701 is no code of a rule: AFD and three digits, of the groups 1xx ratio and regime, .*\n$/,
    ],
    [['rule', 'AFD1', 'else'], /^AFD1 is no code of a rule/],
    [['rule', 'AFD198', 'Else'], /^Else is no name of a rule: write it like afd-does-not-pay\.\n$/],
    [['rule', 'AFD198', 'default'], /^default is a word of the language: take another name for the rule\.\n$/],
    [['command', 'demo-command'], /^demo-command: leave out -command, which its file ends with by itself\.\n$/],
    [['command', 'help'], /^help is a command of the program itself; take another name\.\n$/],
    [
      ['rule', 'AFD198', 'finding'],
      /^finding is exported by server\/src\/rules\/rule\.ts already; take another name\.\n$/,
    ],
    [
      ['rule', 'AFD198', 'describe-rule'],
      /^describeRule has a meaning in test\/rules\/sizing\/describe-rule\.test\.ts /,
    ],
    [['rule', 'AFD198', 'all-rules'], /^allRules has a meaning in server\/src\/rules\/catalogue\.ts already; /],
    [['trace-format', 'json'], /^JSON has a meaning everywhere; take another name\.\n$/],
    [['dialect', 'to-string'], /^toString has a meaning everywhere; take another name\.\n$/],
    [['dialect', 'word'], /^word has a meaning in server\/src\/manifest\/dialects\/word\.ts already; /],
    [['trace-format', 'decode'], /^DECODE has a meaning in server\/src\/workload\/readers\/decode\.ts already; /],
    [['rule', 'AFD198', '../else'], /^\.\.\/else is no name of a rule/],
    [
      ['rule', 'AFD198', 'graph-mode'],
      /^AFD414 has that name already, in server\/src\/rules\/launch\/graph-mode\.ts\.\n$/,
    ],
    [['rule', 'AFD198', 'attention-bound'], /^AFD101 has that name already/],
    [['dialect', 'sglang-afd'], /^sglang-afd is a dialect already\.\n$/],
    [
      ['dialect', 'vllm'],
      /^server\/src\/manifest\/dialects\/vllm holds dialects of that engine; take a name that tells /,
    ],
    [['command', 'plan'], /^server\/src\/cli\/plan is there already\.\n$/],
    [
      ['trace-format', 'weka-conversation'],
      /^server\/src\/workload\/readers\/weka-conversation\.ts is there already\.\n$/,
    ],
  ] as const) {
    it(`writes nothing for ${args.join(' ') || 'no name'}`, () => {
      const { status, text } = runNew(...args);
      assert.equal(status, 2);
      assert.match(text, message);
      assert.ok(!existsSync(join(folder, 'docs/rules/AFD198.md')));
    });
  }
});
