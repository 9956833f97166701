import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { actionProblems } from './github-libraries';
import { broken, deployment } from './manifests';
import { type ActionRun, readAction, runAction } from './run-action';

const root = resolve('.');

describe('the GitHub action', () => {
  let scratch = '';
  let workspace = '';
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'afd-action-'));
    workspace = join(scratch, 'work space');
    mkdirSync(workspace);
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(workspace, name), text);
  const run = (
    inputs: Readonly<Record<string, string>> = {},
    more: { readonly action?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<ActionRun> => runAction({ action: root, workspace, runner: scratch, inputs, ...more });

  it('is what GitHub expects of an action', () => {
    assert.deepEqual(actionProblems(readFileSync('action.yml', 'utf8')), []);
    assert.deepEqual(actionProblems('name: x\nruns:\n  using: composite\n  stepps: []\n').length > 0, true);
  });

  it('gives its scripts their inputs in variables only, uses all of them, and pins other actions', () => {
    const { inputs, runs } = readAction(root);
    assert.equal(runs.using, 'composite');
    const script = ['action', 'pull-request-base'].map((name) => readFileSync(`ci/${name}.sh`, 'utf8')).join('');
    for (const step of runs.steps) {
      if (step.run === undefined) assert.match(step.uses ?? '', /^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      else {
        assert.equal(step.shell, 'bash');
        assert.match(step.run, /^bash "\$GITHUB_ACTION_PATH\/ci\/action\.sh" (?:check|comment|finish)$/);
        for (const name of Object.keys(step.env ?? {})) {
          assert.ok(script.includes(name) || name === 'GITHUB_TOKEN', name);
        }
      }
    }
    const text = JSON.stringify(runs.steps);
    for (const name of Object.keys(inputs)) assert.ok(text.includes(`inputs.${name}`), name);
    for (const [, name] of text.matchAll(/inputs\.([\w-]+)/g)) assert.ok(name! in inputs, name);
  });

  it('follows no link of its working directory out of the workspace', async () => {
    mkdirSync(join(scratch, 'other'));
    writeFileSync(join(scratch, 'other', 'a.afd.yaml'), broken);
    symlinkSync(join(scratch, 'other'), join(workspace, 'deploy'));
    const { conclusion, log } = await run({ 'working-directory': 'deploy' });
    assert.equal(conclusion, 'failure');
    assert.match(
      log,
      /^::error title=AFD Lens::The working directory deploy is a link that leads out of the workspace; /m,
    );
    assert.ok(!log.includes('a.afd.yaml'));
    mkdirSync(join(workspace, '-'));
    writeFileSync(join(workspace, '-', 'a.afd.yaml'), broken);
    assert.match((await run({ 'working-directory': '-' })).log, /a\.afd\.yaml/);
  });

  it('annotates, writes the summary and passes below the severity that fails', async () => {
    write('chat.afd.yaml', deployment('chat', 4));
    const { conclusion, log, summary, outputs, ran, used } = await run();
    assert.equal(conclusion, 'success');
    assert.match(log, /^::warning file=.*chat\.afd\.yaml,line=8,.*title=AFD101 [^:]*::4A:1F is attention-bound/m);
    assert.match(log, /^afd-lens: 1 warning in 1 file; deployments: 1 evaluated/m);
    assert.match(summary, /^<!-- afd-lens check -->\n### AFD Lens: <code>chat<\/code>: 4A:1F is attention-bound/);
    assert.deepEqual(outputs, { status: '0', 'sarif-file': '' });
    assert.deepEqual([ran, used], [['Check', 'Pass or fail'], {}]);
    assert.deepEqual(readdirSync(workspace), ['chat.afd.yaml']);
  });

  it('fails for findings only after everything is written and uploaded', async () => {
    write('chat.afd.yaml', deployment('chat', 4));
    const { conclusion, summary, outputs, ran, used } = await run({
      'fail-on': 'warning',
      sarif: 'true',
      'sarif-file': 'reports/afd lens.sarif',
      tag: 'eu',
    });
    assert.equal(conclusion, 'failure');
    assert.match(summary, /AFD101/);
    assert.deepEqual(outputs, { status: '1', 'sarif-file': join(workspace, 'reports', 'afd lens.sarif') });
    const { runs } = JSON.parse(readFileSync(outputs['sarif-file']!, 'utf8'));
    assert.equal(runs[0].results[0].ruleId, 'AFD101');
    assert.deepEqual(ran, ['Check', 'Upload SARIF', 'Pass or fail']);
    assert.deepEqual(used['Upload SARIF'], { sarif_file: outputs['sarif-file'], category: 'afd-lens/eu' });
  });

  it('uploads from a temporary file where none is named, in a category of its own', async () => {
    write('chat.afd.yaml', deployment('chat', 10));
    const { outputs, used } = await run({ sarif: 'true', summary: 'false' });
    assert.equal(used['Upload SARIF']?.category, 'afd-lens');
    assert.ok(outputs['sarif-file']!.startsWith(scratch) && !outputs['sarif-file']!.startsWith(workspace));
    assert.deepEqual(JSON.parse(readFileSync(outputs['sarif-file']!, 'utf8')).runs[0].results, []);
  });

  it('confines references to the repository, or to what the input allows, whatever a configuration says', async () => {
    mkdirSync(join(workspace, '.git'));
    mkdirSync(join(workspace, 'deploy'));
    const trace = (path: string) => deployment('chat', 4).replace(/workload: .*/, `workload: { trace: ${path} }`);
    const rows = 'prompt_tokens,completion_tokens\n100,500\n';
    writeFileSync(join(scratch, 'out.csv'), rows);
    write('in.csv', rows);
    write('deploy/in.afd.yaml', trace('../in.csv'));
    write('deploy/out.afd.yaml', trace('../../out.csv'));
    write('deploy/afd-lens.config.yaml', 'allowedRoots: [/]\n');
    const refused = async (inputs: Readonly<Record<string, string>>) =>
      [
        ...(await run({ 'working-directory': 'deploy', ...inputs })).log.matchAll(/::([^:\n]* is not read: [^\n]*)/g),
      ].map(([, message]) => message!);
    const [own = '', ...more] = await refused({});
    assert.match(
      own,
      /^'\.\.\/\.\.\/out\.csv' is not read: references are confined to '.*' by '--allowed-root' \('allowed-ro/,
    );
    assert.deepEqual(more, []);
    assert.deepEqual(await refused({ 'allowed-roots': `  ..\n\n${scratch}  \n` }), []);
    assert.equal((await refused({ 'allowed-roots': '.' })).length, 2);
    const missing = await run({ 'allowed-roots': 'none' });
    assert.deepEqual([missing.conclusion, missing.outputs.status], ['failure', '2']);
    assert.match(missing.log, /^::error .*'none' is invalid\. There is no such folder;/m);
  });

  it('writes no summary where none is wanted', async () => {
    write('chat.afd.yaml', deployment('chat', 4));
    assert.equal((await run({ summary: 'false' })).summary, '');
  });

  it('fails with the status of inputs that cannot be read, and still reports the others', async () => {
    write('chat.afd.yaml', deployment('chat', 4));
    const { conclusion, log, summary, outputs } = await run({ paths: 'chat.afd.yaml\nnone.afd.yaml', sarif: 'true' });
    assert.deepEqual([conclusion, outputs.status], ['failure', '2']);
    assert.match(log, /^::error title=AFD Lens::none\.afd\.yaml: no such file/m);
    assert.match(log, /^::warning file=.*AFD101/m);
    assert.match(summary, /none\.afd\.yaml/);
    assert.ok(existsSync(outputs['sarif-file']!));
  });

  it('checks where and what it is told to, with options of its own', async () => {
    mkdirSync(join(workspace, 'a folder'));
    write('a folder/one two.afd.yaml', deployment('one', 4));
    write('a folder/three.afd.yaml', deployment('three', 4));
    write('left-out.afd.yaml', broken);
    const { conclusion, log } = await run({
      'working-directory': 'a folder',
      paths: '\n  one two.afd.yaml  \r\n*three*\n',
      args: ' --max-warnings 1\n--rule   AFD101=warning ',
    });
    assert.equal(conclusion, 'failure');
    assert.match(log, /^afd-lens: 2 warnings in 2 files;/m);
  });

  it('shows no command of the names of files as its own', async () => {
    write('x\n::error::injected\n.afd.yaml', broken);
    const { log } = await run();
    assert.doesNotMatch(log, /^::error::injected/m);
    assert.match(log, /AFD301/);
  });

  const misuse: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
    [
      'a switch that is none',
      { comment: 'yes' },
      /^::error title=AFD Lens::The input comment is 'yes'; it must be true or false\.$/m,
    ],
    [
      'a folder that is not there',
      { 'working-directory': 'none' },
      /^::error .*The working directory none does not exist/m,
    ],
    ['an unknown severity', { 'fail-on': 'fatal' }, /^::error .*AFD Lens did not run: afd-lens: option '--fail-on/m],
    ['an unknown option', { args: '--stric' }, /^::error .*AFD Lens did not run: afd-lens: unknown option '--stric'/m],
  ];
  for (const [title, inputs, expected] of misuse) {
    it(`fails in one line: ${title}`, async () => {
      const { conclusion, log, ran } = await run({ sarif: 'true', ...inputs });
      assert.equal(conclusion, 'failure');
      assert.match(log, expected);
      assert.ok(!ran.includes('Upload SARIF'));
    });
  }

  it('says that Node.js is missing or too old', async () => {
    const bin = join(scratch, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'node'), '#!/bin/sh\n[ "$1" = --version ] && echo v18.20.0\nexit 1\n');
    chmodSync(join(bin, 'node'), 0o755);
    const old = await run({}, { env: { PATH: `${bin}${delimiter}${process.env.PATH}` } });
    assert.match(old.log, /^::error .*Node\.js v18\.20\.0 is too old; AFD Lens needs 20\.19 or newer\.$/m);
    assert.equal(old.conclusion, 'failure');
  });

  it('says that a revision carries no built program', async () => {
    const action = join(scratch, 'action');
    mkdirSync(join(action, 'ci'), { recursive: true });
    for (const file of ['action.yml', 'ci/action.sh']) writeFileSync(join(action, file), readFileSync(file));
    const { conclusion, log } = await run({}, { action });
    assert.equal(conclusion, 'failure');
    assert.match(log, /^::error .*This revision of the action has no built program; use the tag of a release/m);
  });
});
