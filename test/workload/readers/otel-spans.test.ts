import { assertTrace, assertTraceError, fixture, TWO } from '../trace-fixture';

describe('OpenTelemetry spans', () => {
  it('model calls, not the agents around them', () =>
    assertTrace('otel-spans.json', { format: 'OpenTelemetry spans', requests: TWO, span: 3 }));

  it('OTLP, where whole numbers are strings', () =>
    assertTrace('otlp.jsonl', { format: 'OpenTelemetry spans', requests: TWO, span: 2.5 }));

  it('without token counts: says what to switch on', () =>
    assertTraceError({ path: fixture('otel-no-usage.json') }, /no token counts .*switch on usage attributes/));
});
