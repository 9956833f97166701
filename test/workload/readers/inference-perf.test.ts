import { assertTrace, TWO } from '../trace-fixture';

describe('inference-perf', () => {
  it('both layouts of the lengths, and a failed request', () =>
    assertTrace('inference-perf.json', {
      format: 'inference-perf request metrics',
      requests: TWO,
      span: 2.25,
      skipped: { failed: 1, first: { line: 18, reason: 'the request reports an error' } },
    }));
});
