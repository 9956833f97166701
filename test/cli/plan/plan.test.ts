// Also tests: cli/plan/plan-json, cli/plan/plan-text
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPlan } from '../../../server/src/cli/plan/plan-command';
import { deployment } from '../../analysis/analysed';
import { rooflined } from '../../evaluation/rooflined';
import { pairScript } from '../../rules/launch-pair';
import { runCommand } from '../run-command';

function run(file: string, ...args: readonly string[]) {
  return runCommand(addPlan, ['plan', file, ...args]);
}

const profile = `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: mine }
timeUnit: ms
calibration: measured
attention: { alpha: 0.000165, beta: 5 }
ffn: { alpha: 0.0083, beta: 10 }
communication: { alpha: 0.0022, beta: 2 }
`;

describe('plan', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-plan-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const roofline = (more = '  microbatches: 3\n  slo: { tpot: 100ms }\n'): string =>
    file('roofline.afd.yaml', rooflined({ more }));

  it('prints the ten best as JSON, with what limits them and why they lose', async () => {
    const { status, out, error } = await run(roofline(), '--workers', '32', '--format', 'json');
    assert.deepEqual([status, error], [0, '']);
    const result = JSON.parse(out);
    assert.deepEqual(
      [result.schemaVersion, result.name, result.workers, result.nodeSize, result.timeUnit, result.none],
      [1, 'v3', 32, 1, 'us', null],
    );
    assert.deepEqual(result.objectives, { tpotSeconds: 0.1, ttftSeconds: null, applied: true });
    assert.deepEqual([result.evenExperts, result.memoryKnown, result.batchSizes.basis], [256, true, 'bounded']);
    assert.equal(result.choices.length, 10);
    const [first] = result.choices;
    assert.deepEqual([first.lossPercent, first.reasons], [0, []]);
    for (const choice of result.choices) {
      const { attention, ffn, bundles, batchSize, cycleTime, throughput, memory } = choice;
      assert.equal(bundles * (attention + ffn) + choice.unusedWorkers, 32);
      assert.equal(256 % ffn, 0);
      assert.ok(choice.tpot <= 100_000 * (1 + 1e-9));
      assert.ok(memory.kvPeakBytes <= memory.kvRoomBytes && memory.ffnBytes <= memory.ffnCapacityBytes);
      assert.ok(Math.abs(throughput / ((bundles * attention * batchSize) / cycleTime) - 1) < 1e-12);
      assert.ok(Math.abs(choice.throughputPerInstance / (throughput / 32) - 1) < 1e-12);
      const kept = 1 - choice.throughputPerInstance / first.throughputPerInstance;
      assert.ok(Math.abs(choice.lossPercent - kept * 100) < 1e-9);
      assert.ok(choice === first || choice.reasons[0].lossPercent > 0);
    }
    const { configured } = result;
    assert.deepEqual(
      [configured.attention, configured.ffn, configured.batchSize, configured.microbatches, configured.breaks],
      [16, 16, 32, 3, 'objective'],
    );
    const gain = first.throughputPerInstance / configured.throughputPerInstance - 1;
    const { firstGainsPercent, firstGainsLowPercent, firstGainsHighPercent } = configured;
    assert.ok(firstGainsLowPercent < gain * 100 && gain * 100 < firstGainsHighPercent);
    assert.ok(firstGainsLowPercent < firstGainsPercent && firstGainsPercent < firstGainsHighPercent);
  });

  it('prints limits, table and how certain they are as text, in aligned columns', async () => {
    const { status, out } = await run(roofline(), '--workers', '32');
    assert.equal(status, 0);
    const lines = out.split('\n');
    assert.match(lines[0]!, /^v3 \(.*roofline\.afd\.yaml\): 32 workers$/);
    assert.match(
      out,
      /^theta 1,499, nu 1,117 from the 'statistics'\nroofline of 'deepseek-v3 on h20', uncalibrated, /m,
    );
    assert.match(out, /^ {2}batch size {4}as large as memory and objectives allow$/m);
    const header = lines.findIndex((line) => line.startsWith('choice'));
    assert.match(lines[header]!, /^choice +B +m +tok\/s +per worker +TPOT +KV peak +loss +chance +why$/);
    const rows = lines.slice(header + 1, header + 11);
    assert.match(rows[0]!, /^\d+A:16F +\d+ +\d +[\d,]+ +[\d.]+ +[\d.]+ ms +\d+ % +B limited by the TPOT objective$/);
    const end = lines[header]!.indexOf('TPOT') + 4;
    for (const row of rows) {
      assert.equal(row.slice(end - 3, end), ' ms');
      assert.ok(row.length <= 120, row);
    }
    for (const row of rows.slice(1)) assert.match(row, / -[\d.]+ % +(?:< 1|[\d.]+) % {2}\S.* -[\d.]+ %$/);
    assert.match(out, /^The configured 16A:16F, B 32, m 3, has [\d.]+ tok\/s per worker, but misses the objective; /m);
    assert.match(
      out,
      /^Not certain: \d of the other 9 may be as good as the first, or better, .*\(50 %\) and theta, with the chance shown\.$/m,
    );
  });

  it('holds the batch size where nothing bounds it, and says what would', async () => {
    const { status, out } = await run('examples/chat-prod.afd.yaml', '--workers', '10', '--microbatches', '3');
    assert.equal(status, 0);
    assert.match(out, /batch size {4}held at 256: nothing known bounds it; 'device' with 'model' would/);
    assert.match(out, /^9A:1F +256 +3 +[\d.]+ +0\.7696 +898\.2 cycles +B held$/m);
    const more = await run('examples/chat-prod.afd.yaml', '--workers', '17');
    assert.match(
      more.out,
      /^The first stays ahead of the others within the errors of profile \(5\.0 % assumed\) and theta\.$/m,
    );
  });

  it('says that the configured deployment is the first, and what the first leaves unused', async () => {
    const best = file(
      'best.afd.yaml',
      deployment('{ workers: 10, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n'),
    );
    const { out } = await run(best, '--workers', '11', '--microbatches', '3');
    assert.match(out, /^The configured 10A:1F, B 256, m 3, is the first\.$/m);
    const odd = await run(roofline(), '--workers', '33', '--node-size', '16');
    assert.match(odd.out, /^The first leaves 1 worker unused\.$/m);
  });

  it('plans every deployment of a file, or the one asked for', async () => {
    const both = await run('examples/paper-base-case.afd.yaml', '--workers', '11', '--format', 'json');
    assert.deepEqual(
      JSON.parse(both.out).deployments.map(({ name, document }: { name: string; document: number }) => [
        name,
        document,
      ]),
      [
        ['stationary', 0],
        ['finite-horizon', 1],
      ],
    );
    const second = await run(
      'examples/paper-base-case.afd.yaml',
      '--workers',
      '11',
      '--document',
      '2',
      '--format',
      'json',
    );
    assert.deepEqual(
      [JSON.parse(second.out).name, JSON.parse(second.out).batchSizes.basis],
      ['finite-horizon', 'horizon'],
    );
  });

  it('counts the requests in flight that a launch states', async () => {
    file('p.afd.yaml', `${profile}calibratedRanges: { batchSize: [8, 200] }\n`);
    const trace = join(process.cwd(), 'examples/traces/chat.csv');
    const script = file('l.sh', `# afd-lens: trace=${trace} profile=p.afd.yaml\n${pairScript()}`);
    const { status, out } = await run(script, '--workers', '12');
    assert.equal(status, 0);
    assert.match(out, /^ {2}microbatches {2}1 or 2$/m);
    assert.match(out, /^2 × 5A:1F +200 +2 +400 /m);
    assert.match(out, /^B × m is the requests in flight on an attention rank, which '--max-num-seqs' limits\.$/m);
    const three = await run(script, '--workers', '12', '--microbatches', '3');
    assert.match(three.error, /The engine can run 1 or 2 microbatches, not 3\.\n$/);

    file('p.afd.yaml', profile);
    const held = await run(script, '--workers', '12', '--format', 'json');
    const { batchSizes, microbatchChoices } = JSON.parse(held.out);
    assert.deepEqual([batchSizes, microbatchChoices], [{ low: 64, high: 64, basis: 'unbounded' }, [1]]);
  });

  it('ends with status 1 and says what leaves no choice, and the fewest workers that have one', async () => {
    const { status, out, error } = await run(roofline(), '--workers', '4');
    assert.deepEqual([status, error], [1, '']);
    const sentence =
      'o bundle of at most 4 workers holds the weights and 1 request per attention worker and microbatch; ';
    assert.match(out, new RegExp(`^N${sentence}9 workers are the fewest that do$`, 'm'));
    const json = JSON.parse((await run(roofline(), '--workers', '4', '--format', 'json')).out);
    assert.deepEqual([json.none.fewestWorkers, json.choices, json.configured], [9, [], null]);
    assert.ok(json.none.message.startsWith(`n${sentence}`));
    assert.equal((await run(roofline(), '--workers', '9')).status, 0);
    assert.equal((await run(roofline(), '--workers', '8')).status, 1);
  });

  it('plans the others where one of several cannot be searched, with status 2', async () => {
    const text = rooflined();
    const { status, out, error } = await run(
      file('two.afd.yaml', `${text}---\n${text.replace('deepseek-v3', 'deepsee-v9')}`),
      '--workers',
      '32',
      '--format',
      'json',
    );
    assert.equal(status, 2);
    assert.equal(JSON.parse(out).deployments.length, 1);
    assert.match(error, /two\.afd\.yaml: v3: .*'deepsee-v9' is not in the catalogue of models.*\.\n$/);
  });

  const refused: readonly [string, () => string, readonly string[], RegExp][] = [
    ['a missing file', () => join(folder, 'none.yaml'), [], /none\.yaml: no such file\n$/],
    ['another kind of file', () => file('x.yaml', 'a: 1\n'), [], /no AFD deployment with both pools in this file\n$/],
    ['broken YAML', () => file('broken.afd.yaml', 'spec: ['), [], /broken\.afd\.yaml:1:\d+ [A-Z].*\.\n$/],
    ['a document that is not there', () => roofline(), ['--document', '5'], /document 5 is no AFD deployment/],
    [
      'a workload of which theta is an interval',
      () =>
        file(
          'interval.afd.yaml',
          rooflined().replace(
            /\{ distribution.*?\}/,
            '{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }',
          ),
        ),
      [],
      /v3: theta is known only as an interval; give 'covariance', or a request trace\.\n$/,
    ],
  ];
  for (const [title, path, args, message] of refused) {
    it(`refuses ${title} in one sentence, with status 2`, async () => {
      const { status, out, error } = await run(path(), '--workers', '8', ...args);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, message);
    });
  }
});
