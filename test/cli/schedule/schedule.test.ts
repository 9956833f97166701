// Also tests: cli/schedule/schedule-json, cli/schedule/schedule-question
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSchedule } from '../../../server/src/cli/schedule/schedule-command';
import { seededRandom } from '../../workload/seeded-random';
import { fixture } from '../../workload/trace-fixture';
import { runCommand } from '../run-command';
import { runProgram } from '../run-program';

const header = 'num_prefill_tokens,num_decode_tokens,arrived_at\n';
/** With M = 10 first come, first served ends at steps 2, 4, 3; by volume at 2, 4, 1, as early as the bound allows. */
const three = `${header}7,2,20\n7,2,30\n1,1,40\n`;

describe('schedule', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-schedule-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const run = (args: readonly string[], signal?: AbortSignal) => runCommand(addSchedule, ['schedule', ...args], signal);
  const json = async (...args: string[]) => {
    const { status, out, error } = await run([...args, '--format', 'json']);
    assert.deepEqual([status, error], [0, '']);
    return JSON.parse(out);
  };

  it('schedules a burst as by hand', async () => {
    const path = file('three.csv', three);
    const report = await json(path, '--kv-tokens', '10', '--policy', 'svf,fcfs', '--step-time', '40ms');
    const { policies, inputs, ...rest } = report;
    assert.deepEqual(rest, {
      schemaVersion: 1,
      modelVersion: rest.modelVersion,
      file: path,
      requests: 3,
      neverAdmitted: 0,
      kvTokens: 10,
      mode: 'burst',
      offeredLoad: null,
      backlog: null,
      theta: 36 / 5 - 1,
      alpha: 0.9,
      lowerBoundMeanSteps: 7 / 3,
      notRun: [],
    });
    const [fcfs, svf] = policies;
    const { seconds, ...steps } = fcfs;
    assert.deepEqual(steps, {
      policy: 'fcfs',
      meanSteps: 3,
      p50Steps: 3,
      p99Steps: 4,
      makespanSteps: 4,
      kvUse: 0.9,
      boundRatio: 9 / 7,
    });
    assert.ok(Math.abs(seconds.mean - 0.12) < 1e-12 && Math.abs(seconds.makespan - 0.16) < 1e-12);
    assert.deepEqual([svf.policy, svf.meanSteps, svf.boundRatio], ['svf', 7 / 3, 1]);
    assert.deepEqual(inputs, {
      format: 'Vidur request lengths',
      requestsInTrace: 3,
      requestsTaken: 3,
      withoutArrival: 0,
      skipped: { failed: 0, malformed: 0, zeroDecode: 0, first: null },
      largestRequest: 9,
      predictionNoise: 0,
      ageingSteps: null,
      seed: 1,
      step: { seconds: 0.04, profile: null },
    });
  });

  it('takes a trace out of order by its arrivals, and only the first requests that are asked for', async () => {
    const first = async (text: string, ...args: string[]) => {
      const { policies, inputs } = await json(
        file('order.csv', text),
        '--kv-tokens',
        '10',
        '--policy',
        'fcfs',
        ...args,
      );
      return [policies[0].meanSteps, inputs.requestsTaken, inputs.requestsInTrace];
    };
    // The last row comes first: it ends at 1, the others at 2 and 4.
    const shuffled = `${header}7,2,20\n7,2,30\n1,1,10\n`;
    assert.deepEqual(await first(shuffled), [7 / 3, 3, 3]);
    assert.deepEqual(await first(shuffled, '--requests', '2'), [3, 2, 3]);
    // Where a time is missing the trace's own order holds.
    assert.deepEqual(await first(`${header}7,2,20\n7,2,30\n1,1,\n`), [3, 3, 3]);
  });

  it('schedules requests as they arrive', async () => {
    const online = ['--mode', 'online', '--step-time', '1s', '--kv-tokens', '10'];
    const { offeredLoad, policies, lowerBoundMeanSteps } = await json(file('three.csv', three), ...online);
    // Ten seconds apart nobody waits.
    assert.ok(Math.abs(offeredLoad - ((2 / 20) * 12) / 10) < 1e-12);
    assert.deepEqual([policies[0].meanSteps, lowerBoundMeanSteps], [5 / 3, 5 / 3]);
    const { requests, inputs } = await json(file('some.csv', `${three}2,2,\n`), ...online);
    assert.deepEqual([requests, inputs.withoutArrival], [3, 1]);
    const { out } = await run([file('three.csv', three), ...online]);
    assert.match(out, /\nThe order hardly matters here\. rho 0\.12 is below 0\.7/);
  });

  it('says how much more cache it takes where no order keeps up', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => `7,2,${i}\n`).join('');
    const { out } = await run([
      file('busy.csv', header + rows),
      ...['--kv-tokens', '10', '--mode', 'online', '--step-time', '1s'],
    ]);
    // One request of 17 token-steps a step.
    assert.match(out, /\nNo order keeps up: rho 1\.7 .*\nIt takes more than 17 KV tokens \(\+70 %\)/);
  });

  it('proposes smallest volume first for a mixed burst, by any format of a trace', async () => {
    const uniform = seededRandom(3);
    const rows = Array.from({ length: 400 }, () => {
      const [prefill, mean] = uniform() < 0.2 ? [3000, 160] : [60, 200];
      return [prefill, Math.ceil(-mean * Math.log(1 - uniform()))];
    });
    const lines = rows.map(([p, d]) => JSON.stringify({ input_length: p, output_length: d, timestamp: 0 }));
    const { status, out, error } = runProgram([
      'schedule',
      file('mixed.jsonl', `${lines.join('\n')}\n`),
      '--kv-tokens',
      '16.492k',
    ]);
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /\nsvf instead of fcfs takes the mean from [\d,.]+ to [\d,.]+ steps \(-[67]\d %\) and the p99 /);
    assert.match(out, /\nvLLM accepts this order: '--scheduling-policy priority', /);
  });

  it('leaves out what can never be admitted, and says so', async () => {
    const { status, out } = await run([file('large.csv', `${three}9,2,50\n`), '--kv-tokens', '10']);
    assert.equal(status, 0);
    assert.match(out, /: 3 requests, all there at once, in 10 KV tokens\n/);
    assert.match(out, /\n1 request of 4 can never be admitted, in any order: more than 10 tokens, up to 11\./);
  });

  it('takes the time of a step from a profile at the load', async () => {
    const profile = file(
      'lab.yaml',
      'apiVersion: afd-lens/v1\nkind: LatencyProfile\ntimeUnit: ms\ncalibration: measured\nattention: { alpha: 1, beta: 2 }\nffn: { alpha: 0, beta: 0 }\ncommunication: { alpha: 0, beta: 0 }\n',
    );
    const args = [
      '--kv-tokens',
      '10',
      '--policy',
      'fcfs',
      '--profile',
      profile,
      '--pools',
      '2A:1F',
      '--microbatches',
      '1',
    ];
    const { policies, inputs } = await json(file('one.csv', `${header}7,2,20\n`), ...args);
    // Steps that read 7 and 8 tokens, at 1 ms each and 2 ms for a step.
    assert.ok(Math.abs(policies[0].seconds.mean - 0.019) < 1e-12);
    assert.deepEqual(inputs.step, {
      seconds: null,
      profile: {
        id: 'lab',
        calibration: 'measured',
        source: null,
        relativeError: { attention: 0.05, communication: 0.05, ffn: 0.05 },
        errorStated: false,
      },
      pools: { attention: 2, ffn: 1 },
      microbatches: 1,
    });
    // Requests come every 10 s: a step is hardly longer than 2 ms, at which they are far apart.
    const online = await json(file('three.csv', three), ...args, '--mode', 'online');
    assert.ok(online.inputs.step.seconds > 0.002 && online.inputs.step.seconds < 0.00201);
    assert.ok(online.offeredLoad < 0.001);
  });

  it('writes a plot beside the report', async () => {
    const plot = join(folder, 'orders.svg');
    const args = [file('three.csv', three), '--kv-tokens', '10', '--plot', plot];
    const { status, error } = await run(args);
    assert.deepEqual([status, error], [0, `wrote ${plot.length > 60 ? `${plot.slice(0, 57)}...` : plot}\n`]);
    assert.match(readFileSync(plot, 'utf8'), /^<svg .*>svf</s);
    const again = await run(args);
    assert.deepEqual([again.status, again.out], [2, '']);
    assert.match(again.error, /exists already and is left as it is; give another name, or --force/);
    const page = plot.replace('.svg', '.html');
    assert.equal((await run([...args.slice(0, -1), page])).status, 0);
    assert.match(readFileSync(page, 'utf8'), /^<!doctype html>/);
  });

  describe('refuses', () => {
    const online = ['--mode', 'online', '--step-time', '1s'];
    for (const [title, name, text, args, message] of [
      [
        'a trace of which nothing fits',
        'a.csv',
        three,
        ['--kv-tokens', '1'],
        /none of its 3 requests fits into 1 KV token; the smallest takes 2$/,
      ],
      ['a trace without requests', 'b.csv', header, [], /has a header in line 1 but no rows below it/],
      ['a trace that no reader knows', 'c.csv', 'a,b\n1,2\n', [], /c\.csv:1: .*`?--columns prefill=…,decode=…/],
      [
        'arrivals that the format lacks',
        'd.csv',
        'prompt_len,output_len\n1,2\n',
        online,
        /--mode online needs arrival times, and this trace \(prompt and output lengths\) has none/,
      ],
      [
        'arrivals all at once',
        'e.csv',
        `${header}1,2,5\n1,2,5\n`,
        online,
        /needs requests that arrive at different times/,
      ],
      [
        'arrivals without the time of a step',
        'f.csv',
        three,
        ['--mode', 'online'],
        /give --step-time, such as 40ms, or --profile/,
      ],
    ] as const) {
      it(title, async () => {
        const { status, out, error } = await run([file(name, text), '--kv-tokens', '10', ...args]);
        assert.deepEqual([status, out], [2, '']);
        assert.match(error.trimEnd(), message);
        assert.equal(error.split('\n').length, 2);
      });
    }

    it('a trace that is not there', async () => {
      const { status, error } = await run([join(folder, 'nowhere.csv'), '--kv-tokens', '10']);
      assert.deepEqual([status, /nowhere\.csv: no such file$/.test(error.trimEnd())], [2, true]);
    });

    it('arrivals on several clocks', async () => {
      const { status, error } = await run([fixture('vllm-appended.json'), '--kv-tokens', '100k', ...online]);
      assert.equal(status, 2);
      assert.match(error, /has none on one clock/);
    });
  });

  it('refuses a profile that cannot say how long a step takes', async () => {
    const cycles = ['--profile', 'ascend-910c-deepseek-v3', '--pools', '9A:1F'];
    const { status, out, error } = await run([file('three.csv', three), '--kv-tokens', '10', ...cycles]);
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /times are in cycles of unknown length/);
  });

  it('ends with status 130 when interrupted', async () => {
    const { status, out } = await run([file('three.csv', three), '--kv-tokens', '10'], AbortSignal.abort());
    assert.deepEqual([status, out], [130, '']);
  });
});
