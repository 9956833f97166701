import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lengthSpread } from '../../server/src/workload/length-spread';
import { momentsOf } from '../../server/src/workload/request-moments';

function assertClose(actual: number, expected: number, scale = 1): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(scale, Math.abs(expected)), `${actual} is not ${expected}`);
}

describe('length-spread', () => {
  it('equals the deviations from the means, summed request by request', () => {
    const request = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 800 }));
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), (requests) => {
        const mean = (of: (request: readonly [number, number]) => number) =>
          requests.reduce((sum, each) => sum + of(each), 0) / requests.length;
        const [meanP, meanD] = [mean(([p]) => p), mean(([, d]) => d)];
        const { variancePrefill, varianceDecode, correlation } = lengthSpread(momentsOf(requests));
        const [varP, varD] = [mean(([p]) => (p - meanP) ** 2), mean(([, d]) => (d - meanD) ** 2)];
        assertClose(variancePrefill, varP, meanP ** 2);
        assertClose(varianceDecode, varD, meanD ** 2);
        if (varP < 1e-9 || varD < 1e-9) assert.equal(correlation, undefined);
        else
          assert.ok(
            Math.abs(correlation! - mean(([p, d]) => (p - meanP) * (d - meanD)) / Math.sqrt(varP * varD)) < 1e-6,
          );
      }),
    );
  });

  it('takes rounding for no spread', () => {
    const requests = Array.from({ length: 999 }, (_, index) => [7_000_001, 1 + (index % 9)] as const);
    const { variancePrefill, varianceDecode, correlation } = lengthSpread(momentsOf(requests));
    assert.deepEqual([variancePrefill, correlation], [0, undefined]);
    assertClose(varianceDecode, 20 / 3);
  });

  it('is 1 and -1 where the lengths go exactly together', () => {
    const with3 = (slope: number) => lengthSpread(momentsOf([10, 20, 60].map((p) => [p, 100 + slope * p])));
    assertClose(with3(2).correlation!, 1);
    assertClose(with3(-1).correlation!, -1);
  });
});
