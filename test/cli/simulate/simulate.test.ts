// Also tests: cli/simulate/simulation-json, cli/simulate/simulation-text
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runSimulate } from '../../../server/src/cli/simulate/simulate';
import { addSimulate } from '../../../server/src/cli/simulate/simulate-command';
import { realWorker } from '../../background/workers';
import { runCommand } from '../run-command';

const chat = 'examples/chat-prod.afd.yaml';
const quick = ['--ratios', '8..10', '--replications', '2', '--requests', '1000'];

function run(file: string, args: readonly string[] = quick, signal?: AbortSignal, worker = realWorker) {
  return runCommand(
    (program, context) => addSimulate(program, context, (asked) => runSimulate(asked, context, worker)),
    ['simulate', file, ...args],
    signal,
  );
}

describe('simulate', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-simulate-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const changed = (from: string | RegExp, to: string): string =>
    file(
      'changed.afd.yaml',
      readFileSync(chat, 'utf8')
        .replace('traces/', `${resolve('examples/traces')}/`)
        .replace(from, to),
    );

  it('prints the sweep as JSON, the same for the same seed', async () => {
    const { status, out, error } = await run(chat, [...quick, '--format', 'json', '--seed', '7']);
    assert.deepEqual([status, error], [0, '']);
    const result = JSON.parse(out);
    assert.deepEqual(
      [result.name, result.seed, result.replications, result.requestsPerWorker],
      ['chat-prod', 7, 2, 1000],
    );
    assert.deepEqual([result.schemaVersion, result.timeUnit, result.start], [1, 'cycle', 'stationary']);
    assert.deepEqual(
      result.sweep.map(({ attention, ffn, ratio }: Record<string, number>) => [attention, ffn, ratio]),
      [8, 9, 10].map((attention) => [attention, 1, attention]),
    );
    for (const row of result.sweep) {
      assert.ok(row.low <= row.throughputPerInstance && row.throughputPerInstance <= row.high);
      assert.ok(Math.abs(row.throughputPerInstance / row.theory - 1) < 0.05);
      for (const key of ['tpot', 'tpotP99', 'throughputFirst80', 'idleAttention', 'idleFfn', 'barrierOverhead']) {
        assert.equal(typeof row[key], 'number', key);
      }
    }
    assert.deepEqual(Object.keys(result.best), ['attention', 'ffn', 'ratio']);
    assert.equal(result.predicted.attention, 9);
    assert.ok(result.regretPercent >= 0 && result.ratioErrorPercent >= 0);
    assert.equal((await run(chat, [...quick, '--format', 'json', '--seed', '7'])).out, out);
    assert.notEqual((await run(chat, [...quick, '--format', 'json', '--seed', '8'])).out, out);
  });

  it('prints plot, table and verdict as text', async () => {
    const { status, out } = await run(chat, [...quick, '--microbatches', '2']);
    assert.equal(status, 0);
    assert.match(
      out,
      /^chat-prod \(examples\/chat-prod\.afd\.yaml\): batch size 256, 2 microbatches in flight, ascend/,
    );
    assert.match(out, /\. theory {3}o simulation/);
    assert.match(out, /^9A:1F +9 +0\.\d+ +0\.\d+ ± 0\.\d+ .* cycles .* %/m);
    assert.match(
      out,
      /^predicted \d+A:1F, simulated best \d+A:1F: ratio error [\d.]+ %, regret [\d.]+ % of throughput$/m,
    );
    assert.match(
      out,
      /^4,000 requests of traces\/chat\.csv, resampled; 1,000 requests per .* seed 1; ± is a 95 % interval$/m,
    );
  });

  it('replays the trace in its order', async () => {
    const { status, out } = await run(chat, [
      '--ratios',
      '1..2',
      '--replay',
      '--requests',
      '800',
      '--microbatches',
      '1',
    ]);
    assert.equal(status, 0);
    assert.match(out, /traces\/chat\.csv, in its order/);
  });

  it('simulates every deployment of a file, or the one asked for', async () => {
    const both = await run('examples/paper-base-case.afd.yaml', [...quick, '--format', 'json']);
    assert.deepEqual(
      JSON.parse(both.out).deployments.map(({ name, start }: { name: string; start: string }) => [name, start]),
      [
        ['stationary', 'stationary'],
        ['finite-horizon', 'cold'],
      ],
    );
    const second = await run('examples/paper-base-case.afd.yaml', [...quick, '--format', 'json', '--document', '2']);
    assert.equal(JSON.parse(second.out).name, 'finite-horizon');
  });

  it('labels the axis in the unit of the table', async () => {
    const { status, out } = await run('examples/shared-pools.afd.yaml', quick);
    assert.equal(status, 0);
    const number = (pattern: RegExp): number => Number(pattern.exec(out)?.[1]?.replaceAll(',', ''));
    const [top, row] = [number(/^([\d.,]+) \|/m), number(/^8A:1F +8 +([\d.,]+) /m)];
    assert.ok(row > 1000 && top >= 0.95 * row && top < 2 * row, `${top} above ${row}`);
  });

  it('keeps the shape of the JSON and the status 2 where one of several cannot be simulated', async () => {
    const good = changed(/$^/, '');
    const text = readFileSync(good, 'utf8');
    const { status, out, error } = await run(
      file('two.afd.yaml', `${text}---\n${text.replace('chat.csv', 'gone.csv')}`),
      [...quick, '--format', 'json'],
    );
    assert.equal(status, 2);
    assert.deepEqual(
      JSON.parse(out).deployments.map(({ document }: { document: number }) => document),
      [0],
    );
    assert.match(error, /gone\.csv' does not exist\.\n$/);
  });

  it('has no name in JSON where the manifest gives none', async () => {
    const { out } = await run(changed(/^metadata.*\n/m, ''), [...quick, '--format', 'json']);
    assert.equal(JSON.parse(out).name, null);
  });

  it("keeps a name's control characters from the terminal", async () => {
    const path = changed('name: chat-prod', 'name: "a\\e[31m\\nb"');
    const { out } = await run(path);
    assert.match(out, /^a \[31m b \(/);
    assert.ok(!out.includes('\u001b'));
    const { error } = await run(path, ['--requests', '1']);
    assert.ok(!error.includes('\u001b'));
    assert.match(error, /^[^\n]+\n$/);
  });

  const refused: readonly [string, () => string, readonly string[], RegExp][] = [
    ['a missing file', () => join(folder, 'none.yaml'), quick, /none\.yaml: no such file\n$/],
    [
      'another kind of file',
      () => file('x.yaml', 'a: 1\n'),
      quick,
      /no AFD deployment with both pools in this file\n$/,
    ],
    ['broken YAML', () => file('broken.afd.yaml', 'spec: ['), quick, /broken\.afd\.yaml:1:\d+ [A-Z].*\.\n$/],
    ['a document that is not there', () => chat, [...quick, '--document', '5'], /document 5 is no AFD deployment/],
    ['too few requests', () => chat, ['--requests', '100'], /chat-prod: 100 requests .* fewer than its 768 slots/],
    [
      'a trace too short to replay',
      () => chat,
      ['--replay'],
      /chat-prod: The trace has 4000 requests, but replaying 15360/,
    ],
    [
      'a missing trace',
      () => changed('chat.csv', 'gone.csv'),
      quick,
      /chat-prod: The trace '.*gone\.csv' does not exist\.\n$/,
    ],
    [
      'a profile that is not usable',
      () => changed('ascend-910c-deepseek-v3', './p.afd.yaml'),
      quick,
      /p\.afd\.yaml' does not exist/,
    ],
    [
      'zero attention time',
      () => {
        file(
          'zero.afd.yaml',
          'apiVersion: afd-lens/v1\nkind: LatencyProfile\nmetadata: { name: zero }\nspec:\n  timeUnit: ms\n  attention: { alpha: -1, beta: 0 }\n  communication: { alpha: 0, beta: 0 }\n  ffn: { alpha: 0, beta: 0 }\n',
        );
        return changed('ascend-910c-deepseek-v3', './zero.afd.yaml');
      },
      quick,
      /^[^\n]+\n$/,
    ],
  ];
  for (const [title, path, args, message] of refused) {
    it(`refuses ${title} in one sentence, with status 2`, async () => {
      const { status, out, error } = await run(path(), args);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, message);
    });
  }

  it('says in one line why a simulation did not run, with status 2', async () => {
    const { status, out, error } = await run(chat, quick, undefined, join(folder, 'nowhere.js'));
    assert.deepEqual([status, out], [2, '']);
    assert.match(
      error,
      /^examples\/chat-prod\.afd\.yaml: chat-prod: The simulation stopped unexpectedly \(Cannot find module '\S+'\); run it again, [^\n]+\n$/,
    );
  });

  it('ends when interrupted, with status 130 and nothing written', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('Interrupted.')), 200);
    const { status, out, error } = await run(chat, ['--requests', '2000000'], controller.signal);
    assert.deepEqual([status, out, error], [130, '', '']);
  });

  it('ends when interrupted while the trace is read', async () => {
    const rows = readFileSync('examples/traces/chat.csv', 'utf8').split('\n');
    const body = `${rows.slice(1).filter(Boolean).join('\n')}\n`;
    const trace = file('long.csv', `${rows[0]}\n${body.repeat(100)}`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('Interrupted.')), 20);
    const { status, out, error } = await run(changed(/trace: .*/, `trace: ${trace}`), quick, controller.signal);
    assert.deepEqual([status, out, error], [130, '', '']);
  });
});
