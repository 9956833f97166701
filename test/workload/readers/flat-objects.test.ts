// Also tests: workload/readers/flat-formats
import { assertTrace, assertTraceError, TWO } from '../trace-fixture';

describe('flat JSON objects', () => {
  it('Mooncake, in milliseconds', () =>
    assertTrace('mooncake.jsonl', {
      format: 'Mooncake trace',
      requests: TWO,
      span: 27,
      skipped: { zeroDecode: 1, first: { line: 3, reason: 'output_length is 0, so the request never decoded' } },
    }));

  it('Qwen-Bailian, with the same keys in seconds', () =>
    assertTrace('bailian.jsonl', { format: 'Qwen-Bailian trace', requests: TWO, span: 60 }));

  it('any keys with a mapping, also inside objects', () =>
    assertTrace(
      'custom.jsonl',
      {
        format: 'custom columns',
        requests: TWO,
        skipped: { malformed: 1, first: { line: 3, reason: 'the line is not valid JSON' } },
      },
      { columns: { prefill: 'usage.in', decode: 'usage.out' } },
    ));

  it('a JSON array of llmperf responses, with a failed one', () =>
    assertTrace('array.json', {
      format: 'llmperf responses',
      requests: TWO,
      skipped: { failed: 1, first: { line: 7, reason: 'the request reports an error' } },
    }));

  it('unknown keys are listed', () =>
    assertTraceError(
      '{"a": 1, "b": 2}\n{"a": 1}\n',
      {
        plain: /keys of the trace are not known: its first object has 2, whose names .*\. .*columns: \{ prefill/,
        withNames: /keys of the trace are not known: a, b\. .*columns: \{ prefill/,
      },
      1,
    ));

  it('mapped keys that are not there', () =>
    assertTraceError('{"a": 1, "b": 2}\n', { plain: /no key c\./, withNames: /no key c; their keys are a, b/ }, 1, {
      columns: { prefill: 'a', decode: 'c' },
    }));
});
