import assert from 'node:assert/strict';
import { errorLines } from '../../server/src/wording/trace-errors';
import type { WorkloadErrors } from '../../server/src/workload/errors/workload-errors';
import { summaryOf } from '../workload/trace-fixture';

const errors = (by: WorkloadErrors['by']): WorkloadErrors => ({
  theta: 0.03,
  nu: 0.02,
  meanDecode: 0.01,
  thetaNuCorrelation: 0.5,
  groups: 16,
  by,
  reach95: 2.1,
});
const lines = (more: Parameters<typeof summaryOf>[1]) =>
  errorLines(summaryOf([[100, 10]], { errors: undefined, ...more }));

describe('trace-errors', () => {
  it('say what the standard error was estimated from', () => {
    assert.deepEqual(lines({ errors: errors('requests') }), [
      'standard error from single requests: neither time nor conversation makes them alike',
    ]);
    for (const [by, words] of [
      ['time', '16 stretches of time'],
      ['rows', '16 stretches of rows'],
      ['conversations', '16 groups of conversations'],
    ] as const)
      assert.deepEqual(lines({ errors: errors(by) }), [
        `standard error from ${words}, which differ by more than single requests tell`,
      ]);
  });

  it('name the request that decides, and tell drift from none', () => {
    const dominant = { line: 12, prefill: 100, decode: 9000, share: 0.25, thetaWithout: 400 };
    assert.deepEqual(lines({ dominant }), [
      'line 12 of the trace carries 25 % of theta (100 + 9,000 tokens), and without that request it is 400',
    ]);
    const half = { requests: 50, theta: 600, reach95: 30 };
    const drift = { first: half, second: { ...half, theta: 700 }, differs: true };
    assert.deepEqual(lines({ drift }), [
      'the workload drifts: theta of the first half 600 ± 5.0 % (95 %), of the second 700 ± 4.3 %',
    ]);
    assert.match(lines({ drift: { ...drift, differs: false } })[0]!, /^no drift: /);
  });

  it('say what is wrong with the clock', () => {
    assert.deepEqual(lines({ mixedZones: true, unorderedArrivals: 3 }), [
      'some arrivals have a time zone and others none, so no time is used; give all of them one',
      '3 requests arrived before one that stands above; sorted by time here',
    ]);
    assert.deepEqual(lines({}), []);
  });
});
