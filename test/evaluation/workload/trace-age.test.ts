import assert from 'node:assert/strict';
import { traceAge } from '../../../server/src/evaluation/workload/trace-age';
import { summaryOf } from '../../workload/trace-fixture';

const now = Date.UTC(2026, 10, 1);
const day = 86_400_000;
const age = (lastArrival: number | undefined, modifiedMs: number | undefined) =>
  traceAge({ summary: summaryOf([[1, 1]], { lastArrival: lastArrival && lastArrival / 1000 }), modifiedMs }, now);

describe('trace-age', () => {
  it('is that of the last arrival, however new the file is', () => {
    assert.deepEqual(age(now - 1000 * day, now), { milliseconds: 1000 * day, by: 'last arrival' });
    assert.deepEqual(age(now - 2 * day, undefined), { milliseconds: 2 * day, by: 'last arrival' });
  });

  it('is that of the file without dates, and where arrivals are yet to come', () => {
    assert.deepEqual(age(undefined, now - 3 * day), { milliseconds: 3 * day, by: 'file' });
    assert.deepEqual(age(now + 400 * day, now - 3 * day), { milliseconds: 3 * day, by: 'file' });
    assert.deepEqual(age(now + day / 2, now - 3 * day), { milliseconds: 0, by: 'last arrival' });
    assert.equal(age(undefined, undefined), undefined);
  });
});
