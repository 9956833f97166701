import assert from 'node:assert/strict';
import { workloadJson } from '../../../server/src/cli/workload/workload-json';
import type { WorkloadReport } from '../../../server/src/cli/workload/workload-report';
import { thetaConfidence } from '../../../server/src/evaluation/workload/theta-confidence';
import { lengthSpread } from '../../../server/src/workload/length-spread';
import { estimateFromTrace } from '../../../server/src/workload/trace-estimate';
import type { TraceSummary } from '../../../server/src/workload/trace-summary';
import { summaryOf, THREE } from '../../workload/trace-fixture';

function json(requests: readonly (readonly [number, number])[], more: Partial<TraceSummary> = {}) {
  const summary = summaryOf(requests, { format: 'Vidur request lengths', ...more });
  const { moments } = summary;
  const estimate = estimateFromTrace(summary);
  const report: WorkloadReport = {
    file: 't.csv',
    summary,
    estimate,
    spread: lengthSpread(moments),
    confidence: thetaConfidence(estimate),
  };
  return JSON.parse(JSON.stringify(workloadJson(report)));
}

function assertClose(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9 * Math.abs(expected), `${actual} is not ${expected}`);
}

describe('workload-json', () => {
  it('has the documented shape, with the numbers of three requests by hand', () => {
    const { theta, nu, thetaStandardError, theta95, errors, ...rest } = json(THREE, {
      spanSeconds: 4.25,
      requestRate: 0.5,
    });
    // The loads that the slots visit: 100 to 109, 200 to 219, 300 to 329.
    const loads = THREE.flatMap(([p, d]) => Array.from({ length: d }, (_, age) => p + age));
    const mean = loads.reduce((sum, load) => sum + load, 0) / 60;
    assertClose(theta, mean);
    assertClose(nu, Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / 60));
    // Residuals Y - theta D of Y = P D + D (D - 1) / 2, over n - 1, over sqrt(n) mean D.
    const residuals = THREE.map(([p, d]) => p * d + (d * (d - 1)) / 2 - mean * d);
    assertClose(thetaStandardError, Math.hypot(...residuals) / Math.sqrt(2) / (Math.sqrt(3) * 20));
    assertClose(theta95.high, mean + 4.303 * thetaStandardError);
    assertClose(theta95.low, mean - 4.303 * thetaStandardError);
    const { variancePrefill, varianceDecode, covariance, correlation, ...exact } = rest;
    assertClose(variancePrefill, 20_000 / 3);
    assertClose(varianceDecode, 200 / 3);
    assertClose(covariance, 2000 / 3);
    assertClose(correlation, 1);
    assert.deepEqual([errors.by, errors.groups, errors.reach95], ['requests', 3, 4.303]);
    assertClose(errors.theta, thetaStandardError / theta);
    assert.deepEqual(exact, {
      schemaVersion: 1,
      modelVersion: 3,
      file: 't.csv',
      format: 'Vidur request lengths',
      requests: 3,
      largestRequest: 330,
      skipped: { failed: 0, malformed: 0, zeroDecode: 0, first: null },
      spanSeconds: 4.25,
      requestsPerSecond: 0.5,
      meanPrefill: 200,
      meanDecode: 20,
      dominantRequest: null,
      drift: null,
      periods: [],
      lastArrival: null,
      unorderedArrivals: 0,
      mixedZones: false,
      statistics: {
        n: 3,
        sumP: 600,
        sumD: 60,
        sumD2: 1400,
        sumPD: 14_000,
        sumP2D: 3_600_000,
        sumPD2: 360_000,
        sumD3: 36_000,
        thetaStandardError,
      },
    });
  });

  it('counts what was skipped, by cause, with the first', () => {
    const skipped = { failed: 1, malformed: 6, zeroDecode: 2, first: { line: 4, reason: 'in is empty' } };
    assert.deepEqual(json(THREE, { skipped }).skipped, skipped);
  });

  it('has null where one request tells nothing', () => {
    const { thetaStandardError, theta95, correlation, spanSeconds, theta, nu } = json([[100, 5]]);
    assert.deepEqual([thetaStandardError, theta95, correlation, spanSeconds], [null, null, null, null]);
    assert.equal(theta, 102);
    assertClose(nu, Math.SQRT2);
  });
});
