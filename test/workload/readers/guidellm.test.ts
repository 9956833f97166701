import assert from 'node:assert/strict';
import { readTrace } from '../../../server/src/workload/read-trace';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromStatistics } from '../../../server/src/workload/statistics-block';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { assertTrace, assertTraceError, fixture, THREE } from '../trace-fixture';

describe('GuideLLM', () => {
  it('the successful requests of every benchmark, in both layouts', () =>
    assertTrace('guidellm.json', {
      format: 'GuideLLM report',
      requests: THREE,
      span: 10,
      skipped: { failed: 2, first: { line: 48, reason: 'the request is listed as errored' } },
    }));

  it('without requests: names statistics that give the same theta', async () => {
    const error = await readTrace({ path: fixture('guidellm-summary.json') }).catch((reason: unknown) => reason);
    assert.ok(error instanceof Error);
    const block = /statistics: \{ (.*) \}/.exec(error.message)?.[1];
    assert.equal(block, 'n: 4, sumP: 700, sumD: 110, sumD2: 3900, sumPD: 19000');
    const statistics = Object.fromEntries(
      block.split(', ').map((entry) => {
        const [key, value] = entry.split(': ');
        return [key!, Number(value)];
      }),
    );
    const requests = [...THREE, [100, 50] as const];
    const estimate = estimateFromStatistics(statistics);
    assert.equal(estimate.kind === 'point' && estimate.theta, estimateFromMoments(momentsOf(requests)).theta);
  });

  it('without requests or counts: says so', () =>
    assertTraceError('{"benchmarks": [{"metrics": {}}]}', /lists no successful requests; run it again/, 1));
});
