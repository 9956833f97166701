import assert from 'node:assert/strict';
import { columnLayout } from '../../../server/src/latency/fit/measurement-columns';

const sweep = ['context_tokens', 'attention_workers', 'ffn_workers', 'requests_per_attention_worker', 'microbatches'];

describe('measurement columns', () => {
  it('knows the columns of a sweep, by any usual spelling', () => {
    for (const header of [
      [...sweep, 'tokens_per_second_per_worker', 'step_ms'],
      ['Context', 'Attn GPUs', 'moe_ranks', 'requests', 'num_microbatches', 'throughput_per_gpu', 'stepTime (ms)'],
    ]) {
      const { kind, positions, millisecondsPerUnit, ignored } = columnLayout(header, []);
      assert.deepEqual([kind, millisecondsPerUnit, ignored], ['sweep', 1, []]);
      assert.deepEqual(
        ['context', 'attentionWorkers', 'ffnWorkers', 'requests', 'microbatches', 'throughput', 'time'].map((role) =>
          positions.get(role as 'time'),
        ),
        [0, 1, 2, 3, 4, 5, 6],
      );
    }
  });

  it('knows the unit that a column of times names', () => {
    for (const [name, milliseconds] of [
      ['seconds', 1000],
      ['time_s', 1000],
      ['tpot_ms', 1],
      ['latency (µs)', 1e-3],
      ['mean_decode_step_us', 1e-3],
      ['duration_in_nanoseconds', 1e-6],
    ] as const) {
      assert.equal(columnLayout(['stage', 'tokens', name], []).millisecondsPerUnit, milliseconds, name);
    }
  });

  it('takes a batch size for the requests of one microbatch, and leaves other columns alone', () => {
    const header = ['context', 'attention', 'ffn', 'batch_size', 'm', 'step_ms', 'step', 'date'];
    const layout = columnLayout(header, []);
    assert.deepEqual([layout.requestsOfOneMicrobatch, layout.ignored], [true, ['step', 'date']]);
    assert.equal(columnLayout([...sweep, 'step_ms'], []).requestsOfOneMicrobatch, false);
  });

  for (const [header, message] of [
    [['a', 'b'], /neither stage timings .* nor a sweep .*; found `a`, `b`\.$/],
    [['stage', 'time_ms'], /^Stage timings need columns for .*; found `stage`, `time_ms`\.$/],
    [[...sweep], /^A sweep of whole steps need columns/],
    [[...sweep.slice(1), 'step_ms'], /`context_tokens`/],
    [['stage', 'tokens', 'time'], /^`time` does not say its unit; name the column `time_ms`, say\.$/],
    [['stage', 'tokens', 'time_ms', 'seconds'], /^Two columns hold times, `time_ms` and `seconds`; keep one/],
    [['stage', 'requests', 'batch_size', 'seconds'], /^Two columns hold the same, `requests` and `batch_size`/],
  ] as const) {
    it(`refuses ${header.join(', ')}`, () => assert.throws(() => columnLayout(header, ['1', '2']), { message }));
  }

  it('shows no words that do not stand above numbers', () => {
    const message = /neither stage timings .* nor a sweep .*; found 2 fields in the first line, not above numbers\.$/;
    for (const row of [[], ['x', '2']]) assert.throws(() => columnLayout(['a', 'b'], row), { message });
    assert.throws(() => columnLayout(['a=1', 'b'], ['1', '2']), { message });
    assert.throws(() => columnLayout(['stage'], ['x']), { message: /; found 1 field in the first line/ });
    assert.throws(() => columnLayout(['stage', 'time_ms'], ['x', '2']), { message: /; found `stage`, `time_ms`\.$/ });
  });
});
