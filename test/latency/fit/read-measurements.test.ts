import assert from 'node:assert/strict';
import { MeasurementError } from '../../../server/src/latency/fit/measurements';
import { readMeasurements } from '../../../server/src/latency/fit/read-measurements';

const header = 'context,attention_workers,ffn_workers,requests,microbatches,tokens_per_second_per_worker,step_ms';
const sweep = (...rows: string[]) => readMeasurements([header, ...rows].join('\n'));

function problemsOf(text: string): readonly string[] {
  try {
    readMeasurements(text);
  } catch (error) {
    assert.ok(error instanceof MeasurementError);
    return error.problems.map(({ line, message }) => `${line}: ${message}`);
  }
  return [];
}

describe('read measurements', () => {
  it('reads a sweep, and makes a step of a throughput', () => {
    // 50 requests on each of 16 workers, 20 workers in all, 25 ms a step: 50 * 16 / 20 / 0.025 = 1600 tokens per second.
    const read = sweep('16384,16,4,50,2,1600,25', '16384,16,4,50,2,1600,', '16384,16,4,50,2,,25');
    assert.ok(read.kind === 'sweep');
    for (const [index, row] of read.rows.entries()) {
      assert.deepEqual(row, {
        line: index + 2,
        context: 16384,
        pools: { attention: 16, ffn: 4 },
        batchSize: 25,
        cycle: 12.5,
      });
    }
    assert.deepEqual(read.contradictory, []);
  });

  it('leaves out rows whose step and throughput contradict each other, and says so', () => {
    const read = sweep('16384,16,4,50,2,1600,25', '16384,16,4,50,2,1500,25');
    assert.ok(read.kind === 'sweep');
    assert.deepEqual([read.rows.length, read.contradictory.length], [1, 1]);
    assert.deepEqual(read.contradictory[0], {
      line: 3,
      message: 'throughput of 1500 tokens/s per worker means a step of 26.67 ms, not 25.00 ms',
    });
  });

  it('reads stage timings by any usual name of a stage', () => {
    const read = readMeasurements(
      'stage,tokens,requests,seconds\nattn,1000,2,0.001\nMoE,,8,0.002\ncomm,,8,0.003\nFFN,,16,0.0025\n',
    );
    assert.ok(read.kind === 'stages');
    assert.deepEqual(
      read.rows.map(({ stage, tokens, requests, milliseconds }) => [stage, tokens, requests, milliseconds]),
      [
        ['attention', 1000, 2, 1],
        ['ffn', undefined, 8, 2],
        ['communication', undefined, 8, 3],
        ['ffn', undefined, 16, 2.5],
      ],
    );
  });

  it('names every row that cannot be, up to ten', () => {
    const bad = [
      ['16384,0,4,50,2,,25', '2: `attention_workers` is `0`, not a number above 0.'],
      ['16384,16,-4,50,2,,25', '2: `ffn_workers` is `-4`, not a number above 0.'],
      ['16384,16,4,NaN,2,,25', '2: `requests` is `NaN`, not a number above 0.'],
      ['16384,16,4,50,2,,-25', '2: `step_ms` is `-25`, not a number above 0.'],
      ['16384,16,4,50,2,,Infinity', '2: `step_ms` is `Infinity`, out of all proportion.'],
      ['16384,16,4,50,2,,1e-300', '2: `step_ms` is `1e-300`, out of all proportion.'],
      ['16384,16,4,50,2,,25 ms', '2: `step_ms` is `25 ms`, not a number above 0.'],
      ['16384,16.5,4,50,2,,25', '2: `attention_workers` is `16.5`, not a whole number.'],
      [',16,4,50,2,,25', '2: `context` is empty.'],
      ['16384,16,4,50,2,,', '2: The row has neither a step time nor a throughput.'],
    ] as const;
    for (const [row, problem] of bad) assert.deepEqual(problemsOf(`${header}\n${row}`), [problem]);
    assert.match(problemsOf(`${header}\n16384,16,4,50,1,,25`)[0]!, /^2: With 1 microbatch a step is the sum/);
    const many = problemsOf([header, ...Array<string>(30).fill(bad[0][0])].join('\n'));
    assert.deepEqual([many.length, many.at(-1)], [11, 'undefined: 20 more of 30 rows cannot be used.']);
    const stages = 'stage,tokens,requests,ms\n';
    assert.match(problemsOf(`${stages}a2f,,8,1`)[0]!, /^2: `a2f` is no stage/);
    assert.match(problemsOf(`${stages}attention,,8,1`)[0]!, /needs the KV tokens/);
    assert.match(problemsOf(`${stages}ffn,100,,1`)[0]!, /A row of stage ffn needs its requests/);
    assert.match(problemsOf(`${stages}ffn,100,8,`)[0]!, /no time/);
    assert.deepEqual(problemsOf(header), ['undefined: The table has a header and no rows below it.']);
  });
});
