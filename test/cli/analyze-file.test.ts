import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findingsIn } from '../../server/src/analysis/analysis';
import { baseOf, FileAnalyzer } from '../../server/src/cli/analyze-file';
import { analyzePaths } from '../../server/src/cli/analyze-paths';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { TraceLoader } from '../../server/src/workload/trace-loader';
import { deployment } from '../analysis/analysed';
import { traceRows } from '../protocol/manifests';
import { temporaryFolder } from './temporary-folder';

const repository = process.cwd();
const off = deployment('{ workers: 4, batchSize: 256 }');
const withTrace = off.replace(/workload: .*/, 'workload: { trace: traces/a.csv }');

describe('analyze-file', () => {
  const folder = temporaryFolder({ each: true });
  let said: string[] = [];
  let analyzer: FileAnalyzer;
  beforeEach(() => {
    said = [];
    analyzer = new FileAnalyzer((line) => said.push(line));
  });
  afterEach(() => analyzer.dispose());

  const codes = async (file: string): Promise<readonly string[]> =>
    findingsIn((await analyzer.analyze(file))!.analysis).map(({ code, severity }) => `${code} ${severity}`);

  it('waits for the files a manifest refers to, which start at its folder', async () => {
    folder.write('deploy/a.yaml', withTrace);
    folder.write('deploy/traces/a.csv', traceRows(2000));
    assert.deepEqual(await codes('deploy/a.yaml'), ['AFD101 warning']);
    assert.deepEqual(
      [...analyzer.readPaths()].sort(),
      ['deploy/a.yaml', 'deploy/traces/a.csv'].map((name) => join(folder.path, name)),
    );
    assert.deepEqual(baseOf('deploy/a.yaml', defaultFileSettings), {
      kind: 'folder',
      path: join(folder.path, 'deploy'),
    });
  });

  it('says that a comparison failed, as a problem and where its finding would stand', async () => {
    const loader = new TraceLoader();
    loader.requests = async () => ({ kind: 'missing' });
    analyzer = new FileAnalyzer((line) => said.push(line), { loader });
    const scheduling = join(repository, 'test/fixtures/contract/scheduling');
    assert.deepEqual(await codes(join(scheduling, 'first-come.afd.yaml')), [
      'AFD615 info',
      'AFD202 info',
      'AFD207 info',
      'AFD103 warning',
    ]);
    const line = `internal: a schedule failed: Error: the requests of ${join(scheduling, 'mixed.csv')} cannot be read`;
    assert.deepEqual(said, [line]);
    assert.deepEqual(analyzer.problems, said);
  });

  it('looks at the documents of ours where there are some, else at what it was given', async () => {
    folder.write('values.yaml', `kind: Pod\n---\n${off}`);
    folder.write('pod.yaml', 'kind: Pod\n');
    assert.deepEqual(await codes('values.yaml'), ['AFD101 warning']);
    assert.deepEqual(await codes('pod.yaml'), ['AFD302 error']);
  });

  it('judges a link by what it leads to, of which it shows nothing where that is not ours', async () => {
    folder.write('.env', 'PASSWORD=hunter2\nA: hunter2\n');
    folder.write('real/chat.afd.yaml', off);
    folder.write('values.yaml', `kind: hunter2\n---\n${off}`);
    for (const [target, name] of [
      ['.env', 'secret.afd.yaml'],
      ['real/chat.afd.yaml', 'chat.afd.yaml'],
      ['values.yaml', 'values.afd.yaml'],
    ] as const)
      symlinkSync(target, name);
    const secret = await analyzer.analyze('secret.afd.yaml');
    assert.deepEqual(
      findingsIn(secret!.analysis).map(({ message }) => message),
      ['Not valid YAML.'],
    );
    assert.deepEqual(await codes('chat.afd.yaml'), ['AFD101 warning']);
    assert.deepEqual(await codes('values.afd.yaml'), ['AFD101 warning']);
    const found = await analyzePaths(['.'], analyzer);
    assert.deepEqual(
      found.map(({ file, share }) => `${file} ${share}`),
      ['chat.afd.yaml all', 'real/chat.afd.yaml all', 'values.afd.yaml declared', 'values.yaml declared'],
    );
    assert.deepEqual(said, []);
  });

  it('applies the nearest configuration and the baseline, and the command line over both', async () => {
    folder.write('a.yaml', off);
    folder.write('afd-lens.config.yaml', 'rules: { AFD101: error }\n');
    assert.deepEqual(await codes('a.yaml'), ['AFD101 error']);
    const commandLine = {
      from: 'x',
      files: undefined,
      thresholds: {},
      workload: undefined,
      latencyProfile: undefined,
      device: undefined,
      afdPluginDate: undefined,
    };
    analyzer = new FileAnalyzer((line) => said.push(line), {
      commandLine: { ...commandLine, rules: { AFD101: 'info' } },
    });
    assert.deepEqual(await codes('a.yaml'), ['AFD101 info']);
    assert.deepEqual([said, analyzer.baselines], [[], []]);
  });

  it('says once what is wrong with a configuration, on one line, and keeps what is right of it', async () => {
    folder.write('a.yaml', off);
    folder.write('b.yaml', off);
    folder.write('afd-lens.config.yaml', 'rules: { AFD101: hint }\nthresholds: { minGainPercent: much }\n');
    assert.deepEqual(await codes('a.yaml'), ['AFD311 warning', 'AFD101 hint']);
    assert.deepEqual(await codes('b.yaml'), ['AFD311 warning', 'AFD101 hint']);
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^afd-lens\.config\.yaml:2: [^`]+$/);
  });

  it('prints names as they are, without what a terminal would obey', async () => {
    assert.equal(await analyzer.analyze('a\u001b[31m\nb.yaml'), undefined);
    assert.deepEqual(said, ['a [31m b.yaml: no such file']);
  });

  it('rejects with the reason of an abort', async () => {
    folder.write('a.yaml', withTrace);
    await assert.rejects(analyzer.analyze('a.yaml', AbortSignal.abort(new Error('Interrupted.'))), /Interrupted/);
  });
});
