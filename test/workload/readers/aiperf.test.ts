import { assertTrace, TWO } from '../trace-fixture';

describe('AIPerf', () => {
  it('values with units, and a failed request', () =>
    assertTrace('aiperf.jsonl', {
      format: 'AIPerf profile',
      requests: TWO,
      span: 2,
      skipped: { failed: 1, first: { line: 2, reason: 'the request reports an error' } },
    }));
});
