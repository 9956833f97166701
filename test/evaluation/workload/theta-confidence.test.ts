import assert from 'node:assert/strict';
import { thetaConfidence } from '../../../server/src/evaluation/workload/theta-confidence';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../../workload/seeded-random';

const point = { kind: 'point', meanPrefill: 1, meanDecode: 1, covariance: 0, nu: 1 } as const;

describe('theta-confidence', () => {
  it("reaches Student's t times the standard error to both sides, and not below 0", () => {
    const interval = thetaConfidence({ ...point, requests: 5, theta: 100, thetaStandardError: 10 })!;
    assert.deepEqual([interval.low, interval.high].map(Math.round), [72, 128]);
    assert.equal(thetaConfidence({ ...point, requests: 2, theta: 100, thetaStandardError: 10 })?.low, 0);
    assert.equal(thetaConfidence({ ...point, requests: undefined, theta: 0, thetaStandardError: 1 })?.high, 1.95996);
  });

  it('is not known without a standard error', () => {
    assert.equal(thetaConfidence({ ...point, requests: 1, theta: 100, thetaStandardError: undefined }), undefined);
  });

  it('holds the true theta about 95 times in 100', () => {
    const random = seededRandom(3);
    const uniform = (most: number) => 1 + Math.floor(random() * most);
    // P uniform on 1 to 1000 and D on 1 to 99, independent: E[P] + (E[D²] / E[D] - 1) / 2.
    const theta = 500.5 + ((99 * 100 * 199) / 6 / 99 / 50 - 1) / 2;
    let held = 0;
    for (let trial = 0; trial < 2000; trial += 1) {
      const requests = Array.from({ length: 60 }, () => [uniform(1000), uniform(99)] as const);
      const { low, high } = thetaConfidence(estimateFromMoments(momentsOf(requests)))!;
      if (low <= theta && theta <= high) held += 1;
    }
    assert.ok(held > 0.925 * 2000 && held < 0.97 * 2000, `${held} of 2000`);
  });
});
