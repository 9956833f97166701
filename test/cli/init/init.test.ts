import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
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
import { join, resolve } from 'node:path';
import { addExplain } from '../../../server/src/cli/explain/explain-command';
import { addInit } from '../../../server/src/cli/init/init-command';
import { type CommandRun, runCommand } from '../run-command';

const chat = resolve('examples/traces/chat.csv');
const profile = resolve('examples/profiles/demo-gpu.afd.yaml');
const counts = ['--attention', '8', '--ffn', '1'];

describe('init', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-init-'));
    mkdirSync(join(folder, 'traces'));
    copyFileSync(chat, join(folder, 'traces', 'chat.csv'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (...names: string[]) => join(folder, ...names);

  const run = (trace: string, output: string, ...more: string[]): Promise<CommandRun> =>
    runCommand(addInit, ['init', trace, ...counts, '--output', output, ...more]);

  async function explained(file: string) {
    const { status, out, error } = await runCommand(addExplain, ['explain', file, '--format', 'json']);
    assert.deepEqual([status, error], [0, '']);
    const { deployments, findings } = JSON.parse(out);
    assert.deepEqual([deployments.length, findings], [1, []]);
    return deployments[0];
  }

  it('writes a manifest that is evaluated where everything is given', async () => {
    const all = ['--batch-size', '256', '--microbatches', '3', '--latency-profile', 'ascend-910c-deepseek-v3'];
    const { status, out, error } = await run(at('traces', 'chat.csv'), at('a.afd.yaml'), ...all, '--name', 'chat: 1');
    assert.deepEqual([status, out], [0, '']);
    assert.equal(error, `wrote ${at('a.afd.yaml')}; next: run afd-lens explain ${at('a.afd.yaml')}\n`);
    const { status: evaluated, name, workload, configured, findings } = await explained(at('a.afd.yaml'));
    assert.deepEqual([evaluated, name, workload.source], ['evaluated', 'chat: 1', 'traces/chat.csv']);
    assert.deepEqual(configured, { attention: 8, ffn: 1, ratio: 8, batchSize: 256, microbatches: 3 });
    assert.deepEqual(findings, []);
  });

  it('leaves open what is not given, and says so', async () => {
    const { status, error } = await run(at('traces', 'chat.csv'), at('a.afd.yaml'));
    assert.equal(status, 0);
    assert.match(
      error,
      /^wrote .*; next: fill in latencyProfile and attention\.batchSize, as its comments say, then run/,
    );
    const { status: evaluated, reasons } = await explained(at('a.afd.yaml'));
    assert.deepEqual([evaluated, reasons.length], ['partial', 2]);
  });

  it('refers to trace and profile from where the manifest is', async () => {
    mkdirSync(at('deployments'));
    copyFileSync(profile, at('gpu'));
    const given = ['--latency-profile', at('gpu'), '--batch-size', '64'];
    assert.equal((await run(at('traces', 'chat.csv'), at('deployments', 'a.yaml'), ...given)).status, 0);
    const text = readFileSync(at('deployments', 'a.yaml'), 'utf8');
    assert.match(text, /^ {4}trace: \.\.\/traces\/chat\.csv # relative/m);
    assert.match(text, /^ {2}latencyProfile: \.\.\/gpu$/m);
    assert.equal((await explained(at('deployments', 'a.yaml'))).status, 'evaluated');
    assert.equal((await run(at('traces', 'chat.csv'), at('b.yaml'), ...given)).status, 0);
    assert.match(readFileSync(at('b.yaml'), 'utf8'), /^ {2}latencyProfile: \.\/gpu$/m, 'not the id of a profile');
    assert.equal((await explained(at('b.yaml'))).status, 'evaluated');
  });

  it('keeps names that YAML, templates and shells take for something else', async () => {
    const [trace, output] = [at("{{ it's }}: #1\n.csv"), at('$(a b).yaml')];
    writeFileSync(trace, 'in,out\n1,2\n3,4\n');
    const { status, error } = await run(trace, output, '--columns', 'prefill=in,decode=out', '--name', '{{ .Name }}');
    assert.equal(status, 0);
    assert.ok(error.endsWith(`then run afd-lens explain '${output}'\n`), error);
    const { name, workload } = await explained(output);
    assert.deepEqual([name, workload.source, workload.requests], ['{{ .Name }}', "{{ it's }}: #1\n.csv", 2]);
  });

  it('writes to standard output when asked', async () => {
    const { status, out, error } = await run(chat, '-');
    assert.equal(status, 0);
    assert.match(out, /^apiVersion: afd-lens\/v1\n/);
    assert.match(out, /^ {4}trace: examples\/traces\/chat\.csv #/m);
    assert.match(error, /^next: save it in this folder, .*\n$/);
  });

  const exists = /: exists already and is left as it is; give another --output\n$/;
  const untouched: readonly [string, () => string, RegExp][] = [
    ['a file that exists', () => at('traces', 'chat.csv'), exists],
    ['a folder', () => at('traces'), exists],
    [
      'a link that leads nowhere',
      () => {
        symlinkSync(at('nowhere'), at('link.yaml'));
        return at('link.yaml');
      },
      exists,
    ],
    ['a folder that is not there', () => at('none', 'a.yaml'), /: its folder does not exist; create it first\n$/],
    [
      'a file for a folder',
      () => at('traces', 'chat.csv', 'a.yaml'),
      /: its folder does not exist; create it first\n$/,
    ],
  ];
  for (const [title, output, expected] of untouched) {
    it(`writes nothing over or into ${title}`, async () => {
      const path = output();
      const { status, out, error } = await run(at('traces', 'chat.csv'), path);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, expected);
      assert.match(error, /^[^\n]+\n$/);
      assert.deepEqual(readFileSync(at('traces', 'chat.csv')), readFileSync(chat));
      assert.ok(!existsSync(at('nowhere')));
    });
  }

  const refused: readonly [string, readonly string[], RegExp][] = [
    ['an unusable trace', ['none.csv'], /none\.csv: no such file\n$/],
    ['a trace without requests', ['empty.csv'], /empty\.csv: The trace is empty: the file has no bytes\.\n$/],
    [
      'a misspelt profile',
      ['', '--latency-profile', 'ascend-910-deepseek-v3'],
      /did you mean 'ascend-910c-deepseek-v3'\?/,
    ],
    ['a profile that is not there', ['', '--latency-profile', './p.yaml'], /^\.\/p\.yaml: no such file\. Nothing/],
    [
      'a profile that is none',
      ['', '--latency-profile', chat],
      /chat\.csv: It has no document with 'kind: LatencyProf/,
    ],
    ['more workers than a manifest may have', ['', '--attention', '100001'], /'workers' is 100001; it must be at most/],
    ['more microbatches', ['', '--microbatches', '65'], /'microbatches' is 65; it must be at most 64\. Nothing was/],
    ['a name that cannot be kept', ['', '--name', 'a\uE000b'], /a manifest cannot hold these names as they are/],
  ];
  for (const [title, [trace, ...more], expected] of refused) {
    it(`writes nothing for ${title}, in one line and with status 2`, async () => {
      writeFileSync(at('empty.csv'), '');
      const { status, out, error } = await run(trace ? at(trace) : chat, at('a.yaml'), ...more);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, expected);
      assert.match(error, /^[^\n]+\n$/);
      assert.deepEqual(readdirSync(folder).sort(), ['empty.csv', 'traces']);
    });
  }

  for (const [args, message] of [
    ['--attention 2 --ffn 1', /missing required argument 'trace'/],
    ['t', /required option '--attention <n>' not specified/],
    ['t --attention 2', /required option '--ffn <n>' not specified/],
    ['t --attention 0 --ffn 1', /argument '0' is invalid\. Give a whole number from 1/],
    ['t --attention 2 --ffn 1.5', /argument '1\.5' is invalid/],
    ['t --attention 2 --ffn -1', /argument '-1' is invalid/],
    ['t --attention 2 --ffn 1 --batch-size 1e2', /argument '1e2' is invalid/],
    ['t --attention 2 --ffn 1 --output=', /--output <file>' argument '' is invalid\. It is empty/],
    ['t --attention 2 --ffn 1 --name=', /--name <name>' argument '' is invalid\. It is empty/],
    ['t u --attention 2 --ffn 1', /too many arguments/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(runCommand(addInit, ['init', ...args.split(' ').filter(Boolean)]), message);
    });
  }

  it('ends with status 130 and nothing written when interrupted', async () => {
    const interrupted = AbortSignal.abort(new Error('Interrupted.'));
    const args = ['init', chat, ...counts, '--output', at('a.yaml')];
    assert.deepEqual(await runCommand(addInit, args, interrupted), { status: 130, out: '', error: '' });
    assert.ok(!existsSync(at('a.yaml')));
  });

  it('leads from a trace to an explanation in the program as it ships', () => {
    const program = (...args: string[]) =>
      spawnSync(process.execPath, [resolve('dist/cli.js'), ...args], { encoding: 'utf8', cwd: folder });
    const { theta } = JSON.parse(program('workload', 'traces/chat.csv', '--format', 'json').stdout);
    const given = ['--batch-size', '256', '--latency-profile', 'ascend-910c-deepseek-v3'];
    const written = program('init', 'traces/chat.csv', ...counts, ...given);
    assert.deepEqual([written.status, written.stdout], [0, '']);
    assert.equal(written.stderr, 'afd-lens: wrote afd.yaml; next: run afd-lens explain afd.yaml\n');
    const [deployment] = JSON.parse(program('explain', 'afd.yaml', '--format', 'json').stdout).deployments;
    assert.deepEqual([deployment.status, deployment.workload.theta], ['evaluated', theta]);
    const again = program('init', 'traces/chat.csv', ...counts);
    assert.deepEqual(
      [again.status, again.stderr.split(';')[0]],
      [2, 'afd-lens: afd.yaml: exists already and is left as it is'],
    );
  });
});
