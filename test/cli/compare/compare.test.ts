// Also tests: cli/compare/compare-json, cli/compare/compare-text, cli/result-file
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCompare } from '../../../server/src/cli/compare/compare-command';
import { rooflined } from '../../evaluation/rooflined';
import { runCommand } from '../run-command';

function run(file: string, ...args: readonly string[]) {
  return runCommand(addCompare, ['compare', file, ...args]);
}

describe('compare', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-compare-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const manifest = rooflined({ device: 'h800', more: '  slo: { tpot: 50ms, ttft: 2s }\n' });
  const known = (): string => file('known.afd.yaml', manifest);

  it('prints verdict, options and what they rest on as JSON', async () => {
    const { status, out, error } = await run(known(), '--format', 'json');
    assert.deepEqual([status, error], [0, '']);
    const { schemaVersion, deployments } = JSON.parse(out);
    assert.deepEqual([schemaVersion, deployments.length], [1, 1]);
    const [{ name, verdict, document, options, inputs, headline, ...gain }] = deployments;
    assert.deepEqual([name, document], ['v3', 0]);
    assert.match(headline, /^(AFD|Near-tie)[^*]*\.$/);
    assert.ok(['required', 'pays', 'nearTie', 'doesNotPay'].includes(verdict));
    assert.deepEqual(
      options.map(({ strategy }: { strategy: string }) => strategy),
      ['aggregated', 'prefill-decode', 'aggregated-afd', 'prefill-decode-afd'],
    );
    assert.deepEqual(inputs.objectives, { ttftSeconds: 2, tpotSeconds: 0.05 });
    assert.deepEqual([inputs.workers, inputs.model, inputs.device], [32, 'deepseek-v3', 'h800']);
    const best = { true: 0, false: 0 };
    for (const { strategy, feasible, throughput, tpot, ttft, concurrency, ...option } of options) {
      assert.ok(feasible && tpot <= 0.05 * (1 + 1e-6) && ttft <= 2 * (1 + 1e-6) && option.workers <= 32);
      assert.ok(Math.abs(option.tokensPerSecondPerUser * tpot - 1) < 1e-12);
      // Little's law: requests per second times what each takes.
      assert.ok(Math.abs(concurrency / ((throughput / 500) * (ttft + 499 * tpot)) - 1) < 1e-12);
      assert.ok(option.frontier.length > 1);
      const kind = strategy.endsWith('afd') ? 'true' : 'false';
      best[kind] = Math.max(best[kind], throughput);
    }
    assert.ok(Math.abs(gain.gainPercent - (best.true / best.false - 1) * 100) < 1e-9);
    assert.ok(gain.gainLowPercent <= gain.gainPercent && gain.gainPercent <= gain.gainHighPercent);
  });

  it('prints the verdict first, then table, plot and evidence', async () => {
    const { status, out } = await run(known());
    const lines = out.split('\n');
    assert.equal(status, 0);
    assert.match(lines[0]!, /^v3 \(.*known\.afd\.yaml\): 32 devices$/);
    assert.match(lines[2]!, /^(AFD|Near-tie)/);
    for (const each of [
      /^strategy +tok\/s +against best +tok\/s per user +TTFT +TPOT +in flight$/m,
      /^prefill\/decode \+ AFD .* limited by/m,
      /tok\/s of all devices/,
      /^ {2}objectives +TTFT 2 s and TPOT 50 ms/m,
    ]) {
      assert.match(out, each);
    }
    assert.doesNotMatch(out, /\*\*|`|NaN|undefined|unbounded/);
  });

  it('takes devices and objectives from its options', async () => {
    const options = ['--workers', '16', '--tpot', '80ms', '--ttft', '3s', '--format', 'json'];
    const { inputs } = JSON.parse((await run(known(), ...options)).out).deployments[0];
    assert.deepEqual([inputs.workers, inputs.objectives], [16, { ttftSeconds: 3, tpotSeconds: 0.08 }]);
  });

  it('has status 1 where nothing keeps the objectives, as with one strategy after the other', async () => {
    const { status, out } = await run(known(), '--tpot', '1us');
    assert.equal(status, 1);
    assert.match(out, /^No strategy keeps the objectives: the nearest, .* \(1 µs asked\)/m);
    assert.equal(out.match(/misses TPOT 1 µs/g)?.length, 4);
  });

  it('has status 2 where one is unknown, says what to provide, and compares the others', async () => {
    const path = file('two.afd.yaml', `${manifest}---\n${rooflined({ device: 'h800' })}`);
    const { status, out } = await run(path);
    assert.equal(status, 2);
    assert.match(out, /32 devices\n/);
    assert.match(out, /\n\nUnknown whether AFD pays: 'slo\.tpot' is missing: /);
    const { deployments } = JSON.parse((await run(path, '--format', 'json', '--document', '2')).out);
    assert.equal(deployments.length, 1);
    assert.deepEqual([deployments[0].verdict, deployments[0].options, deployments[0].inputs], ['unknown', [], null]);
    assert.match(deployments[0].reasons[0].message, /slo\.tpot/);
    assert.equal((await run(path, '--document', '1')).status, 0);
  });

  it('says what a finding says where a file is wrong', async () => {
    const path = file('trace.afd.yaml', manifest.replace(/workload: .*/, 'workload: { trace: gone.csv }'));
    const { status, out } = await run(path);
    assert.deepEqual(
      [status, /^Unknown whether AFD pays: trace file 'gone\.csv' does not exist/m.test(out)],
      [2, true],
    );
  });

  it('does not compare more devices than it can in a minute', async () => {
    const many = manifest.replace('workers: 16, batchSize', 'workers: 9000, batchSize');
    const { status, out } = await run(file('many.afd.yaml', many));
    assert.equal(status, 2);
    assert.match(out, /it has 9,016 devices, and 4,096 are compared at most: ask about fewer with '--workers'\.$/m);
  });

  it('has status 2 for what is no deployment, or not there', async () => {
    for (const [path, message] of [
      [file('plain.yaml', 'hello: 1\n'), /no AFD deployment in this file/],
      [file('junk.afd.yaml', 'a: [1, 2\n b: {'), /:1:\d+ /],
      [join(folder, 'gone.yaml'), /no such file/],
    ] as const) {
      const { status, out, error } = await run(path);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, message);
    }
    assert.match((await run(known(), '--document', '2')).error, /document 2 is no AFD deployment/);
  });

  it('draws, and writes over nothing without being told to', async () => {
    const plot = join(folder, 'plot.svg');
    const { status, error } = await run(known(), '--plot', plot);
    assert.deepEqual([status, error], [0, `wrote ${plot}\n`]);
    assert.match(readFileSync(plot, 'utf8'), /^<svg[\s\S]*prefill\/decode \+ AFD[\s\S]*<\/svg>\n$/);
    const again = await run(known(), '--plot', plot);
    assert.deepEqual([again.status, again.out], [2, '']);
    assert.equal((await run(known(), '--plot', plot, '--force')).status, 0);
    const empty = await run(file('none.afd.yaml', rooflined()), '--plot', join(folder, 'none.html'));
    assert.deepEqual([empty.status, /nothing to draw/.test(empty.error)], [2, true]);
  });
});
