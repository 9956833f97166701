import assert from 'node:assert/strict';
import { scaleList, scaleMoments, scaleStatistics } from '../../server/src/sweep/scale-lengths';
import { momentsOf } from '../../server/src/workload/request-moments';
import { estimateFromStatistics } from '../../server/src/workload/statistics-block';
import { estimateFromMoments } from '../../server/src/workload/theta-estimate';
import { assertRelative } from '../provisioning/closeness';

const requests: readonly (readonly [number, number])[] = [
  [10, 2],
  [400, 90],
  [3000, 8],
  [0, 12],
];
const scaled = requests.map(([p, d]) => [3 * p, 3 * d] as const);

describe('scale-lengths', () => {
  it('gives the moments of requests that are really as long', () => {
    const [actual, expected] = [scaleMoments(momentsOf(requests), 3), momentsOf(scaled)];
    for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
      assertRelative(actual[key], expected[key], 1e-12, key);
    }
    assert.deepEqual(estimateFromMoments(actual).theta, estimateFromMoments(expected).theta);
  });

  it('scales statistics likewise', () => {
    const { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 } = momentsOf(requests);
    const block = { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 };
    const estimate = estimateFromStatistics(scaleStatistics(block, 3));
    const expected = estimateFromMoments(momentsOf(scaled));
    assert.ok(estimate.kind === 'point');
    assertRelative(estimate.theta, expected.theta, 1e-12);
    assertRelative(estimate.nu!, expected.nu!, 1e-12);
    assert.deepEqual(scaleStatistics({ meanDecode: 5, covariance: 2, requests: 7, distribution: 'geometric' }, 2), {
      meanDecode: 10,
      covariance: 8,
      requests: 7,
      distribution: 'geometric',
    });
  });

  it('scales a list, each request with at least one whole step', () => {
    const list = { prefill: Float64Array.of(10, 3), decode: Float64Array.of(7, 1) };
    assert.equal(scaleList(list, 1).decode, list.decode);
    assert.deepEqual(scaleList(list, 0.25), { prefill: Float64Array.of(2.5, 0.75), decode: Float64Array.of(2, 1) });
  });
});
