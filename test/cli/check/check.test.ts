import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { addCheck } from '../../../server/src/cli/check/check-command';
import { formatNames } from '../../../server/src/cli/check/formats/report-formats';
import { deployment } from '../../analysis/analysed';
import { traceRows } from '../../protocol/manifests';
import { waitFor } from '../../wait-for';
import { type CommandRun, runCommand } from '../run-command';
import { program, runProgram } from '../run-program';
import { temporaryFolder } from '../temporary-folder';

const off = deployment('{ workers: 4, batchSize: 256 }');
const fine = deployment('{ workers: 10, batchSize: 256 }');
const unknown = deployment('{ workers: 4, batchSize: 256 }').replace(/ {2}workload: .*\n/, '');
const broken = 'apiVersion: afd-lens/v1\nkind: [\n';
const pod = 'apiVersion: v1\nkind: Pod\nspec: { attention: 1 }\n';

/** Runs a check in this process. */
const check = (...args: string[]): Promise<CommandRun> => runCommand(addCheck, ['check', ...args]);

describe('check', () => {
  const folder = temporaryFolder({ each: true });
  const shipped = (...args: string[]) => runProgram(['check', ...args], { cwd: folder.path });

  const statuses: readonly [number, string, Record<string, string>, string][] = [
    [0, 'nothing to check', {}, ''],
    [0, 'nothing found', { 'a.afd.yaml': fine }, ''],
    [0, 'warnings only', { 'a.afd.yaml': off }, ''],
    [1, 'an error', { 'a.afd.yaml': broken }, ''],
    [1, 'a warning that fails', { 'a.afd.yaml': off }, '--fail-on warning'],
    [1, 'a warning where none may be', { 'a.afd.yaml': off }, '--max-warnings 0'],
    [1, 'a rule that fails', { 'a.afd.yaml': off }, '--fail-on never --fail-on-rule AFD101'],
    [1, 'a rule made an error', { 'a.afd.yaml': off }, '--rule AFD101=error'],
    [0, 'a rule switched off', { 'a.afd.yaml': off }, '--rule AFD101=off --fail-on info'],
    [0, 'errors that do not count', { 'a.afd.yaml': broken }, '--exit-zero'],
    [0, 'what could not be evaluated', { 'a.afd.yaml': unknown }, ''],
    [
      1,
      'the same, strict',
      { 'a.afd.yaml': `kind: AFDDeployment\n${fine}`, 'b.afd.yaml': fine },
      '--strict --fail-on never',
    ],
    [0, 'a partly evaluated deployment, strict', { 'a.afd.yaml': deployment('{ workers: 4 }') }, '--strict'],
    [0, 'a YAML file of others', { 'pod.yaml': pod }, '--fail-on info --strict'],
    [0, 'a YAML file of others by its name', { 'pod.yaml': pod }, 'pod.yaml --fail-on info'],
    [2, 'a missing file', { 'a.afd.yaml': fine }, 'a.afd.yaml gone.yaml'],
    [2, 'a missing file beside errors', { 'a.afd.yaml': broken }, '. gone.yaml'],
    [2, 'a missing file whatever counts', { 'a.afd.yaml': fine }, 'gone.yaml --exit-zero'],
    [2, 'a configuration with a mistake', { 'a.afd.yaml': fine, 'afd-lens.config.yaml': 'rules: 7\n' }, 'a.afd.yaml'],
    [2, 'an unknown rule in it', { 'a.afd.yaml': fine, 'afd-lens.config.yaml': 'rules: { AFD999: off }\n' }, ''],
    [2, 'a broken baseline', { 'a.afd.yaml': fine, 'afd-lens.baseline.json': '{' }, ''],
    [2, 'a folder for the report that is not there', { 'a.afd.yaml': fine }, '--format json --output none/a.json'],
    [0, 'fixes for all there is', { 'a.afd.yaml': off }, '--fix --fail-on warning'],
    [1, 'fixes that were only shown', { 'a.afd.yaml': off }, '--fix-dry-run --fail-on warning'],
  ];
  for (const [status, title, files, options] of statuses) {
    it(`ends with ${status}: ${title}`, async () => {
      for (const [name, text] of Object.entries(files)) folder.write(name, text);
      const words = options.split(' ').filter((word) => word !== '');
      const run = await check(...words);
      assert.equal(run.status, status, run.error);
      assert.match(run.out + run.error, /deployments: \d+ evaluated, \d+ partly evaluated, \d+ not evaluated/);
    });
  }

  it('confines references, links and what configurations allow to the folders given', async () => {
    const trace = (path: string) => off.replace(/workload: .*/, `workload: { trace: ${path} }`);
    folder.write('out/t.csv', traceRows(2000));
    folder.write('out/x.afd.yaml', off);
    folder.write('out/afd-lens.config.yaml', 'rules: { AFD101: off }\n');
    folder.write('repo/a.afd.yaml', trace('../out/t.csv'));
    folder.write('repo/sub/b.afd.yaml', trace('t.csv'));
    folder.write('repo/sub/afd-lens.config.yaml', 'allowedRoots: [/]\n');
    symlinkSync('../../out/t.csv', 'repo/sub/t.csv');
    process.chdir('repo');
    const refused = (path: string) =>
      `\`${path}\` is not read: references are confined to \`.\` by \`--allowed-root\` (\`allowed-roots\` of the action); add its folder there to allow it.`;
    const messages = async (...args: string[]) => {
      const run = await check('--format', 'json', ...args);
      const { findings } = JSON.parse(run.out) as { findings: { code: string; severity: string; message: string }[] };
      const confined = findings.filter(({ code }) => code === 'AFD305');
      const errors = run.error.split('\n').filter((line) => /confined/.test(line));
      return { ...run, errors: errors.sort(), said: confined.map(({ severity, message }) => [severity, message]) };
    };
    assert.deepEqual((await messages()).said, []);
    const { status, errors, said } = await messages('--allowed-root', '.');
    assert.deepEqual([status, errors], [0, []]);
    assert.deepEqual(said, [
      ['warning', refused('../out/t.csv')],
      ['warning', refused('t.csv')],
    ]);
    assert.deepEqual((await messages('--allowed-root', '.', '--allowed-root', '../out')).said, []);

    symlinkSync('../out/x.afd.yaml', 'x.afd.yaml');
    symlinkSync('../out/afd-lens.config.yaml', 'afd-lens.config.yaml');
    const linked = await messages('--allowed-root', '.');
    assert.equal(linked.status, 2);
    const why =
      "is a link that leads elsewhere, and references are confined to '.' by '--allowed-root' ('allowed-roots' of the action)";
    assert.deepEqual(linked.errors, [
      `afd-lens.config.yaml: ${why}`,
      `afd-lens.config.yaml:1: The file ${why}.`,
      `x.afd.yaml: ${why}`,
    ]);
    assert.deepEqual([(await messages()).status, (await messages('../out', '--allowed-root', '.')).status], [0, 0]);
  });

  it('is confined by the configuration too', async () => {
    folder.write('a/deploy.afd.yaml', off.replace(/workload: .*/, 'workload: { trace: ../t.csv }'));
    folder.write('t.csv', traceRows(2000));
    folder.write('a/afd-lens.config.yaml', 'allowedRoots: [.]\n');
    const { status, out } = await check();
    assert.equal(status, 0);
    assert.match(out, /AFD305 '\.\.\/t\.csv' is not read: references are confined to '\.' by 'allowedRoots' in 'afd-l/);
  });

  it('is refused with 2 and one line where the command line is wrong', () => {
    for (const args of [
      ['--formt'],
      ['--format', 'xml'],
      ['--rule', 'AFD999=off'],
      ['--fix', '-'],
      ['--stdin-filename', 'a.yaml'],
    ]) {
      const { status, out, error } = shipped(...args);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, /^afd-lens: [^\n]+; see afd-lens --help\n$/);
    }
  });

  it('writes machine formats on standard output and all else on standard error', () => {
    folder.write('a.afd.yaml', off);
    folder.write('b.afd.yaml', fine);
    folder.write('afd-lens.config.yaml', 'rules: { AFD999: off }\n');
    const reads: Record<string, (out: string) => unknown> = {
      json: (out) => JSON.parse(out).findings.length,
      sarif: (out) => JSON.parse(out).runs[0].results.length,
      gitlab: (out) => JSON.parse(out).length,
      rdjson: (out) => JSON.parse(out).diagnostics.length,
      junit: (out) => out.match(/<failure/g)?.length,
      github: (out) => out.match(/^::(?:warning|error) file=/gm)?.length,
      markdown: (out) => out.match(/\[AFD\d{3}\]/g)?.length,
    };
    for (const format of formatNames.filter((name) => name !== 'pretty')) {
      const { status, out, error } = shipped('--format', format, '.');
      assert.equal(status, 2);
      // The mistake in the configuration, the note about it in two manifests, and what is wrong with one of them.
      assert.equal(reads[format]!(out), 4, `${format}: ${out}`);
      assert.match(
        error,
        /^afd-lens: afd-lens\.config\.yaml:1: Unknown rule 'AFD999'[^\n]*\nafd-lens: 4 warnings in 3 files; deployments: 2 evaluated,[^\n]*\n$/,
      );
    }
  });

  it('colours nothing but a terminal', () => {
    folder.write('a.afd.yaml', off);
    assert.ok(!shipped('.').out.includes('\u001b'));
    assert.ok(runProgram(['check', '.'], { cwd: folder.path, env: { FORCE_COLOR: '1' } }).out.includes('\u001b['));
  });

  it('writes several reports in one run', () => {
    folder.write('a.afd.yaml', off);
    const args = [
      '--format',
      'sarif',
      '--output',
      'a.sarif',
      '--format',
      'json',
      '--output',
      'a.json',
      '--format',
      'github',
    ];
    const { status, out } = shipped(...args);
    assert.equal(status, 0);
    assert.match(out, /^::warning file=a\.afd\.yaml,/);
    const [{ results, tool }] = JSON.parse(folder.read('a.sarif')).runs;
    assert.deepEqual([results.length, results[0].suppressions], [1, undefined]);
    assert.ok(
      tool.driver.rules.length > 20 && tool.driver.rules.every(({ help }: { help?: { text: string } }) => help?.text),
    );
    assert.equal(JSON.parse(folder.read('a.json')).findings.length, 1);
  });

  it('shows suppressed findings where asked to, in SARIF with why', () => {
    folder.write('a.afd.yaml', off.replace('256 }', '256 } # afd-lens: ignore AFD101 -- until June'));
    const results = (...more: string[]) => JSON.parse(shipped('--format', 'sarif', ...more).out).runs[0].results;
    assert.deepEqual(results(), []);
    assert.deepEqual(
      results('--show-suppressed').map(({ suppressions }: { suppressions: unknown }) => suppressions),
      [[{ kind: 'inSource', status: 'accepted', justification: 'until June' }]],
    );
    assert.match(shipped().out, /^No findings in 1 file; 1 finding suppressed; /m);
    assert.match(shipped('--show-suppressed').out, /AFD101[^\n]*suppressed by a comment: until June/);
  });

  it('reads standard input, as the file it stands for where that is said', () => {
    folder.write('deploy/afd-lens.config.yaml', 'overrides: [{ files: ["a.*"], rules: { AFD101: error } }]\n');
    folder.write('deploy/traces/a.csv', traceRows(2000));
    const input = off.replace(/workload: .*/, 'workload: { trace: traces/a.csv }');
    const run = (...args: string[]) => runProgram(['check', '-', ...args], { cwd: folder.path, input });
    const plain = run();
    assert.equal(plain.status, 1);
    assert.match(plain.out, /^<stdin>:5:22 error AFD305 /);
    const named = run('--stdin-filename', 'deploy/a.afd.yaml');
    assert.equal(named.status, 1);
    assert.match(named.out, /^deploy\/a\.afd\.yaml:6:25 error AFD101 /);
    folder.write('deploy/a.afd.yaml', fine);
    assert.match(run('deploy/a.afd.yaml', '--stdin-filename', 'deploy/a.afd.yaml').out, /1 error in 1 file/);
    const diff = run('--stdin-filename', 'deploy/a.afd.yaml', '--fix-dry-run');
    assert.match(diff.out, /^--- a\/deploy\/a\.afd\.yaml\n/);
    assert.equal(folder.read('deploy/a.afd.yaml'), fine);
  });

  it('passes over standard input that is not ours by its name, and says what cannot be read of it', () => {
    const run = (input: string | Uint8Array, ...args: string[]) =>
      runProgram(['check', '-', ...args], { cwd: folder.path, input });
    assert.match(run(pod, '--stdin-filename', 'values.yaml').out, /^No findings in 0 files/);
    assert.match(run(pod).out, /^No findings in 1 file; deployments: 0 evaluated/);
    const { status, error } = run(Buffer.from('name: caf\xe9\n', 'latin1'));
    assert.deepEqual([status, error], [2, 'afd-lens: <stdin>: is not UTF-8 text\n']);
  });

  it('looks at the documents of ours alone, in findings, counts and fixes', async () => {
    const foreign = off.replace('apiVersion: afd-lens/v1', 'apiVersion: example.com/v1');
    folder.write('values.yaml', `${pod}---\n${foreign}---\n${off}---\nkind: [\n`);
    const { out } = await check('--format', 'json');
    const { findings, summary } = JSON.parse(out);
    assert.deepEqual(
      findings.map(({ code, line }: { code: string; line: number }) => [code, line]),
      [['AFD101', 18]],
    );
    assert.equal(summary.deployments.evaluated, 1);
    await check('--fix');
    assert.equal(folder.read('values.yaml'), `${pod}---\n${foreign}---\n${fine}---\nkind: [\n`);
  });

  it('checks the other files where one cannot be read, and says where and why', async () => {
    folder.write('a.afd.yaml', Buffer.from('name: caf\xe9\n', 'latin1'));
    folder.write('b.afd.yaml', off);
    const { status, out, error } = await check('.', '--format', 'json');
    assert.deepEqual([status, JSON.parse(out).findings.length], [2, 1]);
    assert.match(error, /^a\.afd\.yaml: is not UTF-8 text\n1 warning in 1 file; .*; 1 input could not be used\.\n$/);
  });

  it('checks a thousand files', async () => {
    for (let i = 0; i < 1000; i++) folder.write(`${i % 10}/${i}.afd.yaml`, i % 2 === 0 ? fine : off);
    const { status, error } = await check('--format', 'json');
    assert.deepEqual(
      [status, error],
      [0, '500 warnings in 1,000 files; deployments: 1,000 evaluated, 0 partly evaluated, 0 not evaluated.\n'],
    );
  });

  describe('interrupted', () => {
    const started: ChildProcess[] = [];
    // One that does not end would keep the tests from ending.
    afterEach(() => {
      for (const child of started.splice(0)) child.kill('SIGKILL');
    });

    /** The status and output of a check that gets a SIGINT once `ready` holds. */
    async function interrupted(args: readonly string[], ready: (child: ChildProcess) => boolean) {
      const child = spawn(process.execPath, [program, 'check', ...args], { cwd: folder.path });
      started.push(child);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
      const ended = once(child, 'close');
      await waitFor('the program to be at work', () => ready(child));
      child.kill('SIGINT');
      const [status] = await ended;
      return [status, output];
    }

    /** Whether the process holds a file open whose name ends so. */
    function holdsOpen({ pid }: ChildProcess, name: string): boolean {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith(name);
        } catch {
          return false;
        }
      });
    }

    before(function () {
      if (process.platform !== 'linux') this.skip();
    });

    it('ends with 130 while a large trace is read, and prints nothing', async () => {
      folder.write('a.afd.yaml', off.replace(/workload: .*/, 'workload: { trace: big.csv }'));
      const [header, ...rows] = traceRows(20_000).split('\n');
      const file = openSync('big.csv', 'w');
      writeSync(file, `${header}\n`);
      for (let i = 0; i < 120; i++) writeSync(file, rows.join('\n'));
      closeSync(file);
      assert.deepEqual(await interrupted(['.'], (child) => holdsOpen(child, 'big.csv')), [130, '']);
      rmSync('big.csv');
    });

    it('ends with 130 while standard input is waited for', async () => {
      // It listens to signals before it reads, and more than the pipe between us holds is gone only once it reads.
      let state: 'new' | 'fed' | 'reads' = 'new';
      const reads = ({ stdin }: ChildProcess): boolean => {
        if (state === 'new') {
          state = 'fed';
          stdin!.on('error', () => {}).write(' '.repeat(1 << 20), () => (state = 'reads'));
        }
        return state === 'reads';
      };
      assert.deepEqual(await interrupted(['-'], reads), [130, '']);
    });
  });
});
