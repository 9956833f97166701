// Also tests: cli/fit/fit-json, cli/fit/fit-text
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addExplain } from '../../../server/src/cli/explain/explain-command';
import { addFit } from '../../../server/src/cli/fit/fit-command';
import { counts, generatedSweep, sweepCsv, type Truth } from '../../latency/fit/generated-sweep';
import { runCommand } from '../run-command';

const truth: Truth = { alpha: 2.2e-5, perRequest: 0.132, beta: 0, ffnAlpha: 0.028, ffnBeta: 9 };
const plan = { attention: counts(8, 64, 4), ffn: 4, microbatches: 2, noise: 0.005, seed: 7 };
const contexts = [
  { context: 16384, batchSize: 25 },
  { context: 65536, batchSize: 6 },
];

describe('fit', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-fit-'));
    writeFileSync(at('sweep.csv'), sweepCsv(generatedSweep(truth, { ...plan, contexts })));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const run = (...args: string[]) => runCommand(addFit, ['fit', ...args]);

  it('reports in words', async () => {
    const { status, out, error } = await run(at('sweep.csv'));
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /sweep\.csv: 30 rows, a sweep of whole steps\n/);
    assert.match(out, /\n {2}ffn alpha +0\.0\d+ +± 0\.0\d+ +ms per request of rB\n/);
    assert.match(out, /\n {2}attention beta +0 +fixed +ms\n/);
    assert.match(out, /\n {2}context 16,384: mean absolute error \d\.\d %; recommends \d+A:4F, best measured \d+A:4F/);
    assert.match(out, /\n {4}measure next: /);
    assert.match(
      out,
      /\n {2}calibrated ranges: ratio 2\.00 to 16\.00, KV tokens per attention worker 353,894 to 450,560\n/,
    );
    assert.equal((await run(at('sweep.csv'))).out, out);
  });

  it('reports as JSON', async () => {
    const { out } = await run(at('sweep.csv'), '--format', 'json');
    const report = JSON.parse(out);
    assert.deepEqual(Object.keys(report.coefficients), ['attention', 'ffn', 'communication']);
    const { alpha, perRequest, beta, standardErrors, rows } = report.coefficients.attention;
    assert.ok(alpha > 0 && perRequest >= 0 && beta === 0 && rows > 2);
    assert.deepEqual(Object.keys(standardErrors), ['alpha', 'perRequest', 'beta']);
    assert.equal(standardErrors.beta, null);
    assert.equal(report.schemaVersion, 1);
    assert.ok(report.mapePercent > 0 && report.mapePercent < 3);
    assert.deepEqual(
      report.leaveOneOut.map((left: { context: number }) => left.context),
      [16384, 65536],
    );
    assert.ok(report.leaveOneOut.every((left: { regretPercent: number }) => left.regretPercent >= 0));
    assert.deepEqual(report.ranges.ratio, [2, 16]);
    assert.ok(
      report.notIdentifiable.some((each: { coefficient: string }) => each.coefficient === 'communication.beta'),
    );
  });

  it('writes a profile that a manifest can use, and a plot', async () => {
    const target = [
      '-o',
      at('lab.afd.yaml'),
      '--plot',
      at('lab.svg'),
      '--model',
      'qwen3-235b-a22b',
      '--device',
      'gb200',
    ];
    const { status, error } = await run(at('sweep.csv'), ...target);
    assert.deepEqual([status, error], [0, `wrote ${at('lab.svg')}\nwrote ${at('lab.afd.yaml')}\n`]);
    assert.match(readFileSync(at('lab.svg'), 'utf8'), /^<svg /);
    assert.match(readFileSync(at('lab.afd.yaml'), 'utf8'), /\nmetadata: \{ name: lab \}\nmodel: qwen3-235b-a22b\n/);
    // Every request holds 16,384 tokens at its only decode step.
    const sums =
      'n: 10, sumP: 163840, sumD: 10, sumD2: 10, sumPD: 163840, sumP2D: 2684354560, sumPD2: 163840, sumD3: 10';
    writeFileSync(
      at('m.afd.yaml'),
      `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  latencyProfile: ./lab.afd.yaml\n  workload: { statistics: { ${sums} } }\n  attention: { workers: 48, batchSize: 25 }\n  ffn: { workers: 4 }\n  microbatches: 2\n`,
    );
    const { deployments } = JSON.parse(
      (await runCommand(addExplain, ['explain', at('m.afd.yaml'), '--format', 'json'])).out,
    );
    assert.deepEqual([deployments[0].status, deployments[0].profile.calibration], ['evaluated', 'measured']);
    assert.equal(deployments[0].regime, 'ffn');
  });

  it('writes the profile to standard output', async () => {
    const { status, out, error } = await run(at('sweep.csv'), '-o', '-', '--name', 'lab: 1');
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^apiVersion: afd-lens\/v1\nkind: LatencyProfile\nmetadata: \{ name: 'lab: 1' \}\n/);
    await assert.rejects(run(at('sweep.csv'), '-o', '-', '--format', 'json'), /both go to standard output/);
  });

  it('leaves files alone that exist, unless it is told to write over them', async () => {
    writeFileSync(at('old.afd.yaml'), 'old');
    for (const option of ['-o', '--plot']) {
      const name = option === '-o' ? 'old.afd.yaml' : 'old.html';
      writeFileSync(at(name), 'old');
      const { status, out, error } = await run(at('sweep.csv'), option, at(name));
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, /exists already and is left as it is; give another name, or --force\n$/);
      assert.equal(readFileSync(at(name), 'utf8'), 'old');
      assert.equal((await run(at('sweep.csv'), option, at(name), '--force')).status, 0);
      assert.notEqual(readFileSync(at(name), 'utf8'), 'old');
    }
    const gone = await run(at('sweep.csv'), '-o', join(folder, 'no', 'p.yaml'));
    assert.match(gone.error, /its folder does not exist/);
    mkdirSync(at('folder'));
    const isFolder = await run(at('sweep.csv'), '-o', at('folder'), '--force');
    assert.deepEqual([isFolder.status, /is a folder/.test(isFolder.error)], [2, true]);
  });

  it('refuses what cannot be fitted, a line for each reason, and writes nothing', async () => {
    for (const [text, error] of [
      ['', /bad\.csv: The file is empty\.\n$/],
      [Buffer.from([0xff, 0xfe, 0x00]), /bad\.csv: is not UTF-8 text\n$/],
      ['a,b\n1,2\n', /bad\.csv: The columns say neither .*; found 'a', 'b'\.\n$/],
      ['context,attention,ffn,requests,m,step_ms\n1,0,4,1,2,1\n1,4,0,1,2,1\n', /bad\.csv:2: .*\n.*bad\.csv:3: .*\n$/],
    ] as const) {
      writeFileSync(at('bad.csv'), text);
      const ended = await run(at('bad.csv'), '-o', at('p.yaml'));
      assert.deepEqual([ended.status, ended.out], [2, '']);
      assert.match(ended.error, error);
      assert.equal(existsSync(at('p.yaml')), false);
    }
    assert.match((await run(at('gone.csv'))).error, /gone\.csv: no such file\n$/);
    assert.match((await run(folder)).error, /is a folder; name a file in it\n$/);
    await assert.rejects(run(at('sweep.csv'), '--plot', 'a.png'), /ends in \.svg or \.html/);
  });
});
