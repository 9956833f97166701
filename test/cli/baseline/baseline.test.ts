import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { addBaseline } from '../../../server/src/cli/baseline/baseline-command';
import { addCheck } from '../../../server/src/cli/check/check-command';
import { attentionBound } from '../../../server/src/rules/sizing/attention-bound';
import { deployment } from '../../analysis/analysed';
import { runCommand } from '../run-command';
import { runWithoutRights } from '../run-program';
import { temporaryFolder } from '../temporary-folder';

const name = 'afd-lens.baseline.json';
const off = deployment('{ workers: 4, batchSize: 256 }');
const fine = deployment('{ workers: 10, batchSize: 256 }');

const baseline = (...args: string[]) => runCommand(addBaseline, ['baseline', ...args]);
/** Exit status and summary of a check on which every warning counts. */
async function checked(...args: string[]): Promise<string> {
  const { status, error } = await runCommand(addCheck, ['check', '--format', 'json', '--fail-on', 'info', ...args]);
  return `${status} ${error}`;
}

describe('baseline', () => {
  const folder = temporaryFolder({ each: true });
  const rulesOf = (file: string): readonly string[] =>
    (JSON.parse(folder.read(name)).files[file] ?? []).map(({ rule }: { rule: string }) => rule);

  it('create notes what there is, and check reports only what is new or worse', async () => {
    folder.write('deploy/a.afd.yaml', off);
    folder.write('deploy/b.afd.yaml', fine);
    assert.deepEqual(await baseline('create'), { status: 0, out: '', error: `${name}: 1 finding of 2 files\n` });
    assert.match(await checked(), /^0 No findings in 2 files; 1 finding suppressed; /);
    folder.write('deploy/a.afd.yaml', `# moved\n${off}`);
    assert.match(await checked(), /^0 No findings/);
    folder.write('deploy/a.afd.yaml', off.replace('workers: 4', 'workers: 2'));
    assert.match(await checked(), /^1 1 warning in 2 files; deployments/);
    folder.write('deploy/a.afd.yaml', `${off}  microbatchs: 3\n`);
    assert.match(await checked(), /^1 1 warning in 2 files; 1 finding suppressed; /);
  });

  it('create leaves the entries of files that were not looked at', async () => {
    folder.write('a.afd.yaml', off);
    folder.write('b.afd.yaml', off);
    await baseline('create');
    folder.write('a.afd.yaml', fine);
    assert.match((await baseline('create', 'a.afd.yaml')).error, /: 0 findings of 1 file\n$/);
    assert.deepEqual([rulesOf('a.afd.yaml'), rulesOf('b.afd.yaml')], [[], ['AFD101']]);
  });

  it('check says how many entries nothing needs, and prune removes exactly those', async () => {
    folder.write('a.afd.yaml', off);
    folder.write('b.afd.yaml', off);
    folder.write('c.afd.yaml', off);
    await baseline('create');
    const before = folder.read(name);
    folder.write('a.afd.yaml', fine);
    rmSync('b.afd.yaml');
    assert.match(await checked(), /\n2 entries of the baseline are no longer needed; run afd-lens baseline prune\n$/);
    assert.deepEqual(await baseline('prune'), { status: 0, out: '', error: `${name}: 2 entries removed, 1 left\n` });
    assert.deepEqual([rulesOf('a.afd.yaml'), rulesOf('c.afd.yaml')], [[], ['AFD101']]);
    assert.doesNotMatch(await checked(), /no longer needed/);
    assert.ok(folder.read(name).length < before.length);
    assert.equal((await baseline('prune')).error, `${name}: 0 entries removed, 1 left\n`);
  });

  it('check is calm where a rule is off for one run, and prune where a trace is missing', async () => {
    folder.write('a.afd.yaml', off);
    await baseline('create');
    assert.doesNotMatch(await checked('--rule', 'AFD101=off'), /no longer needed/);
    folder.write('a.afd.yaml', off.replace(/workload: .*/, 'workload: { trace: gone.csv }'));
    assert.doesNotMatch(await checked(), /no longer needed/);
    assert.match((await baseline('prune')).error, /0 entries removed, 1 left/);
  });

  it('is the nearest one above', async () => {
    folder.write('a.afd.yaml', off);
    folder.write('deploy/b.afd.yaml', off);
    await baseline('create', 'a.afd.yaml');
    process.chdir('deploy');
    assert.match((await baseline('create')).error, new RegExp(`^/.*/${name}: 1 finding of 1 file\n$`));
    process.chdir(folder.path);
    assert.ok(!existsSync(`deploy/${name}`));
    assert.deepEqual([rulesOf('a.afd.yaml'), rulesOf('deploy/b.afd.yaml')], [['AFD101'], ['AFD101']]);
    assert.match(await checked(), /^0 No findings in 2 files; 2 findings suppressed/);
  });

  it('says of files that look into another baseline, or into none, that they do', async () => {
    folder.write(`nested/${name}`, '{"version":1,"files":{}}');
    folder.write('nested/a.afd.yaml', off);
    folder.write('project/b.afd.yaml', off);
    assert.deepEqual(await baseline('create', 'nested', 'project'), {
      status: 2,
      out: '',
      error: `nested/a.afd.yaml: belongs to the baseline nested/${name}; run afd-lens baseline in its folder\n${name}: 1 finding of 1 file\n`,
    });
    assert.deepEqual(rulesOf('nested/a.afd.yaml'), []);
    process.chdir('nested');
    const { status, error } = await baseline('create', '../project');
    assert.equal(status, 2);
    assert.match(
      error,
      /b\.afd\.yaml: lies outside the folder of afd-lens\.baseline\.json; run .* in a folder above it/,
    );
  });

  it('covers no broken file', async () => {
    folder.write('a.afd.yaml', 'kind: [\n');
    assert.match((await baseline('create')).error, /: 0 findings of 1 file\n$/);
    assert.match(await checked(), /^1 1 error in 1 file/);
  });

  it('holds the same for the documents of ours among those of others', async () => {
    // Without its apiVersion the first is not ours; rule, deployment and place of its finding are those of the second.
    const foreign = off.replace(/^apiVersion: .*\n/, '');
    folder.write('values.yaml', `${foreign}---\n${off}`);
    await baseline('create');
    assert.match(await checked(), /^0 No findings in 1 file; 1 finding suppressed; deployments: 1 evaluated/);
    assert.deepEqual(rulesOf('values.yaml'), ['AFD101']);
  });

  it('is left alone where it is not readable, and is not pruned where there is none', async () => {
    folder.write('a.afd.yaml', off);
    const none = await baseline('prune');
    assert.deepEqual(
      [none.status, none.error],
      [2, `there is no ${name} here or above; afd-lens baseline create makes one\n`],
    );
    folder.write(name, '{"version":2}');
    for (const action of ['create', 'prune']) {
      assert.deepEqual(await baseline(action), {
        status: 2,
        out: '',
        error: `${name}: it is no baseline of version 1; mend or delete it\n`,
      });
    }
    assert.equal(folder.read(name), '{"version":2}');
    assert.match(await checked(), /^2 afd-lens\.baseline\.json: it is no baseline of version 1\n/);
  });

  it('is left alone where a part of AFD Lens failed, so that findings may be missing', async () => {
    folder.write('a.afd.yaml', off);
    await baseline('create');
    const before = folder.read(name);
    const { check } = attentionBound;
    const failing = (): never => {
      throw new Error('boom');
    };
    for (const action of ['create', 'prune']) {
      Object.assign(attentionBound, { check: failing });
      try {
        const { status, error } = await baseline(action);
        assert.deepEqual([status, folder.read(name)], [2, before]);
        assert.match(
          error,
          /^internal: [^\n]+boom\nafd-lens\.baseline\.json: left as it is, since findings may be missing\n$/,
        );
      } finally {
        Object.assign(attentionBound, { check });
      }
    }
  });

  it('says where it may not be written', () => {
    folder.write('a.afd.yaml', off);
    const { status, error } = runWithoutRights(['baseline', 'create'], folder.path, 0o555);
    chmodSync(folder.path, 0o700);
    assert.deepEqual([status, error], [2, `afd-lens: ${name}: writing there is not permitted\n`]);
  });

  it('writes nothing when interrupted', async () => {
    folder.write('a.afd.yaml', off);
    const { status } = await runCommand(
      addBaseline,
      ['baseline', 'create'],
      AbortSignal.abort(new Error('Interrupted.')),
    );
    assert.deepEqual([status, existsSync(name)], [130, false]);
  });
});
