import { assertTraceError, fixture } from '../trace-fixture';

describe('JSON that cannot give theta', () => {
  it('inference-perf summaries', () =>
    assertTraceError(
      { path: fixture('inference-perf-summary.json') },
      /inference-perf summary.*per_request_lifecycle/,
      1,
    ));

  it('inference-perf server metrics', () =>
    assertTraceError({ path: fixture('inference-perf-prometheus.json') }, /server metrics.*means only/, 1));

  it('ServeGen data sets', () =>
    assertTraceError({ path: fixture('servegen-dataset.json') }, /ServeGen data set.*separately/, 1));
});
