import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentsOf } from '../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../server/src/workload/theta-estimate';
import { seededRandom } from './seeded-random';

type Requests = readonly (readonly [number, number])[];

function assertClose(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

/** Every load that every slot visits: P, P + 1, ..., P + D - 1. */
function visitedLoads(requests: Requests): number[] {
  return requests.flatMap(([prefill, decode]) => Array.from({ length: decode }, (_, age) => prefill + age));
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

function lognormalRequests(count: number, random: () => number): Requests {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    const [a, b] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    return [Math.round(Math.exp(5 + 0.8 * a)), 1 + Math.round(Math.exp(4 + 0.9 * (0.6 * a + 0.8 * b)))] as const;
  });
}

describe('theta estimate', () => {
  it('equals the enumeration of every decode slot', () => {
    const request = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), (requests) => {
        const estimate = estimateFromMoments(momentsOf(requests));
        const { mean, deviation } = meanAndDeviation(visitedLoads(requests));
        assertClose(estimate.theta, mean, 1e-12);
        assertClose(estimate.nu!, deviation, 1e-6);
      }),
    );
  });

  it('equals mean prefill + Cov / mean decode + age, for any joint law', () => {
    const requests = lognormalRequests(500, seededRandom(1));
    const { theta, meanPrefill, meanDecode, covariance } = estimateFromMoments(momentsOf(requests));
    const cv2 = meanAndDeviation(requests.map(([, decode]) => decode)).deviation ** 2 / meanDecode ** 2;
    assertClose(theta, meanPrefill + covariance! / meanDecode + (meanDecode * (1 + cv2) - 1) / 2, 1e-12);
  });

  it('has no covariance where a length does not vary', () => {
    const requests = Array.from({ length: 999 }, (_, index) => [7_000_001, 1 + (index % 9)] as const);
    assert.equal(estimateFromMoments(momentsOf(requests)).covariance, 0);
  });

  it('is the mean load of a simulated slot that is refilled at random', () => {
    const random = seededRandom(7);
    const requests = lognormalRequests(200, random);
    const { theta, nu } = estimateFromMoments(momentsOf(requests));
    const loads: number[] = [];
    for (let cycle = 0; cycle < 30_000; cycle += 1) {
      const [prefill, decode] = requests[Math.floor(random() * requests.length)]!;
      for (let age = 0; age < decode; age += 1) loads.push(prefill + age);
    }
    const simulated = meanAndDeviation(loads);
    assertClose(simulated.mean, theta, 0.02);
    assertClose(simulated.deviation, nu!, 0.02);
  });

  it('has the standard error of a bootstrap', () => {
    const random = seededRandom(3);
    const requests = lognormalRequests(1500, random);
    const thetas = Array.from({ length: 800 }, () => {
      const resampled = requests.map(() => requests[Math.floor(random() * requests.length)]!);
      return estimateFromMoments(momentsOf(resampled)).theta;
    });
    const { thetaStandardError } = estimateFromMoments(momentsOf(requests));
    assertClose(thetaStandardError!, meanAndDeviation(thetas).deviation, 0.08);
  });

  it('has the standard error that fresh samples of a known law show', () => {
    const random = seededRandom(11);
    const samples = Array.from({ length: 600 }, () => estimateFromMoments(momentsOf(lognormalRequests(1000, random))));
    const spread = meanAndDeviation(samples.map(({ theta }) => theta)).deviation;
    const claimed = meanAndDeviation(samples.map(({ thetaStandardError }) => thetaStandardError!)).mean;
    assertClose(claimed, spread, 0.08);
  });

  it('follows the definition of the standard error', () => {
    const requests = [
      [100, 10],
      [200, 25],
      [50, 3],
    ] as const;
    const { theta, thetaStandardError, meanDecode } = estimateFromMoments(momentsOf(requests));
    const residuals = requests.map(([p, d]) => p * d + (d * (d - 1)) / 2 - theta * d);
    const variance = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / 2;
    assertClose(thetaStandardError!, Math.sqrt(variance) / (Math.sqrt(3) * meanDecode), 1e-12);
  });

  it('has no standard error for one request, and none to speak of for equal ones', () => {
    assert.equal(estimateFromMoments(momentsOf([[100, 10]])).thetaStandardError, undefined);
    const equal = estimateFromMoments(momentsOf(Array.from({ length: 1000 }, () => [131_072, 777] as const)));
    assert.equal(equal.thetaStandardError, 0);
    assertClose(equal.nu!, Math.sqrt((777 ** 2 - 1) / 12), 1e-6);
    assert.equal(estimateFromMoments(momentsOf(Array.from({ length: 99 }, () => [123_457, 1] as const))).nu, 0);
  });

  it('refuses an empty workload', () => {
    assert.throws(() => estimateFromMoments(momentsOf([])), RangeError);
  });
});
