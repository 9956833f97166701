// Also tests: workload/statistics-fields
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentsOf } from '../../server/src/workload/request-moments';
import { estimateFromStatistics } from '../../server/src/workload/statistics-block';
import { StatisticsError } from '../../server/src/workload/statistics-fields';
import { estimateFromMoments } from '../../server/src/workload/theta-estimate';
import type { IntervalEstimate, PointEstimate } from '../../server/src/workload/workload-estimate';
import { seededRandom } from './seeded-random';

function point(block: unknown): PointEstimate {
  const estimate = estimateFromStatistics(block);
  assert.equal(estimate.kind, 'point');
  return estimate as PointEstimate;
}

function interval(block: unknown): IntervalEstimate {
  const estimate = estimateFromStatistics(block);
  assert.equal(estimate.kind, 'interval');
  return estimate as IntervalEstimate;
}

function refused(block: unknown, message: RegExp, key?: string): void {
  assert.throws(
    () => estimateFromStatistics(block),
    (error) => {
      assert.ok(error instanceof StatisticsError, String(error));
      assert.match(error.message, message);
      assert.equal(error.key, key);
      return true;
    },
  );
}

function assertClose(actual: number, expected: number, relative = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

const requestLists = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 800 })), {
  minLength: 1,
  maxLength: 30,
});

/** Means, variances and covariance with divisor n. */
function statisticsOf(requests: readonly (readonly [number, number])[]) {
  const n = requests.length;
  const meanPrefill = requests.reduce((sum, [p]) => sum + p, 0) / n;
  const meanDecode = requests.reduce((sum, [, d]) => sum + d, 0) / n;
  const variancePrefill = requests.reduce((sum, [p]) => sum + (p - meanPrefill) ** 2, 0) / n;
  const varianceDecode = requests.reduce((sum, [, d]) => sum + (d - meanDecode) ** 2, 0) / n;
  const covariance = requests.reduce((sum, [p, d]) => sum + (p - meanPrefill) * (d - meanDecode), 0) / n;
  return { meanPrefill, meanDecode, variancePrefill, varianceDecode, covariance };
}

describe('statistics block: sums', () => {
  it('gives what the requests themselves give', () => {
    fc.assert(
      fc.property(requestLists, (requests) => {
        const { n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 } = momentsOf(requests);
        const expected = estimateFromMoments(momentsOf(requests));
        const all = point({ n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3 });
        assert.equal(all.theta, expected.theta);
        assert.equal(all.nu, expected.nu);
        assert.equal(all.covariance, expected.covariance);
        assert.equal(all.requests, n);
        assert.equal(all.thetaStandardError, undefined);
        assert.equal(point({ n, sumP, sumD, sumD2, sumPD }).nu, undefined);
        assert.equal(point({ n, sumP, sumD, sumD2, sumPD, sumD3 }).nu, undefined);
      }),
    );
  });

  it('refuses impossible sums', () => {
    const good = { n: 2, sumP: 300, sumD: 30, sumD2: 500, sumPD: 5000 };
    assertClose(point(good).theta, (5000 + (500 - 30) / 2) / 30);
    refused({ ...good, sumPD: undefined }, /lacks `sumPD`/, 'sumPD');
    refused({ ...good, n: 2.5 }, /whole/, 'n');
    refused({ ...good, n: 0 }, /at least 1/, 'n');
    refused({ ...good, sumP: -1 }, /cannot be negative/, 'sumP');
    refused({ ...good, sumP: Number.NaN }, /sumP is NaN, not a finite number/, 'sumP');
    refused({ ...good, sumP: '300' }, /sumP is "300", not a finite number/, 'sumP');
    refused({ ...good, sumP: null }, /sumP is empty/, 'sumP');
    refused({ ...good, n: 31 }, /at least one decode step/, 'sumD');
    refused({ ...good, sumD2: 440 }, /sumD² \/ n/, 'sumD2');
    refused({ ...good, sumPD: 299 }, /below sumP/, 'sumPD');
    const third = { sumP2D: 900_000, sumPD2: 90_000, sumD3: 9000 };
    refused({ ...good, ...third, sumP2D: 1000 }, /sumPD² \/ sumD/, 'sumP2D');
    refused({ ...good, ...third, sumPD2: 4999 }, /below sumPD,/, 'sumPD2');
    refused({ ...good, ...third, sumD3: 8000 }, /sumD2² \/ sumD/, 'sumD3');
    refused({ ...good, ...third, sumPD2: 5000 }, /negative variance/, 'sumP2D');
    refused({ ...good, meanDecode: 15 }, /meanDecode does not belong/, 'meanDecode');
    refused({ n: 1, sumP: 1, sumD: 1e300, sumD2: 1e308, sumPD: 1e308 }, /sumD² \/ n/, 'sumD2');
  });
});

describe('statistics block: the standard error of theta', () => {
  it('is taken in every shape, and cannot be negative', () => {
    const shapes = [
      { n: 2, sumP: 300, sumD: 30, sumD2: 500, sumPD: 5000 },
      { meanPrefill: 100, meanDecode: 50, varianceDecode: 9, covariance: 0 },
      { distribution: 'geometric', meanPrefill: 100, meanDecode: 500 },
    ];
    for (const shape of shapes) {
      assert.equal(point({ ...shape, thetaStandardError: 12.5 }).thetaStandardError, 12.5);
      assert.equal(point(shape).thetaStandardError, undefined);
      refused({ ...shape, thetaStandardError: -1 }, /cannot be negative/, 'thetaStandardError');
    }
    refused({ thetaStandardError: 1 }, /lacks `meanDecode`/, 'meanDecode');
  });
});

describe('statistics block: means and covariance', () => {
  it('gives what the requests themselves give', () => {
    fc.assert(
      fc.property(requestLists, (requests) => {
        const estimate = point({ ...statisticsOf(requests), requests: requests.length });
        assertClose(estimate.theta, estimateFromMoments(momentsOf(requests)).theta);
        assert.equal(estimate.nu, undefined);
        assert.equal(estimate.thetaStandardError, undefined);
        assert.equal(estimate.requests, requests.length);
      }),
    );
  });

  it('takes the real Azure code trace from its published statistics', () => {
    const azure = { meanPrefill: 2047.8, meanDecode: 27.9, varianceDecode: 3583, covariance: 136.2 };
    assertClose(point(azure).theta, 2130.43, 2e-4);
  });

  it('refuses what cannot be', () => {
    const good = { meanPrefill: 100, meanDecode: 50, variancePrefill: 400, varianceDecode: 900, covariance: 600 };
    assertClose(point(good).theta, 100 + 600 / 50 + (50 + 900 / 50 - 1) / 2);
    refused({ ...good, covariance: 601 }, /product of the two standard deviations/, 'covariance');
    refused({ ...good, covariance: -601 }, /product of the two standard deviations/, 'covariance');
    refused({ ...good, varianceDecode: undefined }, /lacks `varianceDecode`: theta depends/, 'varianceDecode');
    refused({ ...good, varianceDecode: -1 }, /negative/, 'varianceDecode');
    refused({ ...good, meanDecode: 0.5, covariance: 0 }, /at least one decode step/, 'meanDecode');
    refused({ ...good, meanPrefill: undefined }, /lacks `meanPrefill`/, 'meanPrefill');
    refused({ ...good, meanDecode: 1 }, /must be 0 where meanDecode is 1/, 'varianceDecode');
    refused({ ...good, covariance: Number.NaN }, /not a finite number/, 'covariance');
    refused({ ...good, requests: 12.5 }, /whole/, 'requests');
    refused({ ...good, stdDecode: 30 }, /stdDecode does not belong.*squares of standard deviations/, 'stdDecode');
    refused(
      { meanPrefill: 1, meanDecode: 2, varianceDecode: 1e6, covariance: -1.5 },
      /below -meanPrefill × \(meanDecode - 1\)/,
      'covariance',
    );
    refused({ meanPrefill: 1, meanDecode: 2, varianceDecode: 0, covariance: 0.5 }, /impossible/, 'covariance');
    refused({ ...good, meanPrefill: 1.7e308, meanDecode: 1.7e308, covariance: 0 }, /not finite/);
  });
});

describe('statistics block: marginals', () => {
  it('holds the true theta of any pairing', () => {
    const random = seededRandom(5);
    fc.assert(
      fc.property(requestLists, (requests) => {
        const { covariance: _, ...marginals } = statisticsOf(requests);
        const estimate = estimateFromStatistics(marginals);
        const [low, high] =
          estimate.kind === 'interval' ? [estimate.thetaLow, estimate.thetaHigh] : [estimate.theta, estimate.theta];
        const decodes = requests.map(([, decode]) => decode).sort(() => random() - 0.5);
        const shuffled = requests.map(([prefill], index) => [prefill, decodes[index]!] as const);
        const { theta } = estimateFromMoments(momentsOf(shuffled));
        assert.ok(theta >= low * (1 - 1e-9) - 1e-9 && theta <= high * (1 + 1e-9) + 1e-9, `${theta}: ${low}..${high}`);
      }),
    );
  });

  it('reaches both ends of Cauchy-Schwarz', () => {
    const { thetaLow, thetaHigh } = interval({
      meanPrefill: 100,
      meanDecode: 50,
      variancePrefill: 400,
      varianceDecode: 900,
      requests: 10,
    });
    assertClose(thetaLow, 133.5 - 600 / 50);
    assertClose(thetaHigh, 133.5 + 600 / 50);
  });

  it('lets the decode step that every request has bound it below', () => {
    const marginals = { meanPrefill: 10, meanDecode: 5, variancePrefill: 1e6, varianceDecode: 100 };
    assertClose(interval(marginals).thetaLow, 10 + (5 + 20 - 1) / 2 - (10 * 4) / 5);
  });

  it('is exact where one length does not vary', () => {
    const fixed = point({ meanPrefill: 100, meanDecode: 50, variancePrefill: 0, varianceDecode: 900 });
    assertClose(fixed.theta, 133.5);
    assert.equal(fixed.covariance, 0);
    assertClose(point({ meanPrefill: 9, meanDecode: 1, variancePrefill: 4, varianceDecode: 0 }).theta, 9);
  });

  it('says which number is missing', () => {
    refused({ meanPrefill: 1, meanDecode: 2 }, /lacks `varianceDecode`/, 'varianceDecode');
    refused({ meanPrefill: 1, meanDecode: 2, varianceDecode: 3 }, /lacks `variancePrefill`/, 'variancePrefill');
    refused({ requests: 5 }, /lacks `meanDecode`/, 'meanDecode');
  });

  it('lets medians and percentiles stand beside means', () => {
    const beside = { meanPrefill: 1, meanDecode: 2, variancePrefill: 0, varianceDecode: 3, medianDecode: 2, p99: 9 };
    assert.equal(point(beside).kind, 'point');
  });
});

describe('statistics block: geometric', () => {
  it('has theta 599 and nu 509.31 for means 100 and 500', () => {
    const { theta, nu, covariance } = point({ distribution: 'geometric', meanPrefill: 100, meanDecode: 500 });
    assert.equal(theta, 599);
    assert.equal(Math.round(nu! * 100) / 100, 509.31);
    assert.equal(covariance, 0);
  });

  it('agrees with the law summed term by term', () => {
    const [meanPrefill, meanDecode] = [3, 4];
    const law = (mean: number) => Array.from({ length: 400 }, (_, index) => (1 / mean) * (1 - 1 / mean) ** index);
    let slots = 0;
    let first = 0;
    let second = 0;
    law(meanDecode).forEach((q, d) => {
      law(meanPrefill).forEach((p, index) => {
        if (p * q < 1e-18) return;
        for (let age = 0; age <= d; age += 1) {
          slots += p * q;
          first += p * q * (index + 1 + age);
          second += p * q * (index + 1 + age) ** 2;
        }
      });
    });
    const { theta, nu } = point({ distribution: 'geometric', meanPrefill, meanDecode, requests: 7 });
    assertClose(theta, first / slots, 1e-9);
    assertClose(nu!, Math.sqrt(second / slots - (first / slots) ** 2), 1e-8);
  });

  it('refuses other laws and means below 1', () => {
    refused({ distribution: 'lognormal', meanPrefill: 1, meanDecode: 2 }, /geometric is the only one/, 'distribution');
    refused({ distribution: 'geometric', meanPrefill: 0.5, meanDecode: 2 }, /at least 1/, 'meanPrefill');
    refused({ distribution: 'geometric', meanPrefill: 5 }, /lacks `meanDecode`/, 'meanDecode');
    refused(
      { distribution: 'geometric', meanPrefill: 5, meanDecode: 2, varianceDecode: 9 },
      /does not belong/,
      'varianceDecode',
    );
  });
});

describe('statistics block: unusable', () => {
  it('refuses medians without means, with the reason', () => {
    refused({ medianPrefill: 1, medianDecode: 2 }, /cannot stand in for a mean.*12 to 80 %/, 'medianPrefill');
    refused({ p50Prefill: 1, p50Decode: 2 }, /cannot stand in for a mean/, 'p50Prefill');
  });

  it('refuses blocks of no known shape', () => {
    refused({}, /needs `n` with sums/);
    refused({ average: 5 }, /needs `n` with sums/, 'average');
    refused(null, /must be a map/);
    refused([1], /must be a map/);
    refused(599, /must be a map/);
  });
});
