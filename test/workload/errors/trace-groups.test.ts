import assert from 'node:assert/strict';
import { TraceGroups } from '../../../server/src/workload/errors/trace-groups';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { independentError } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { driftingRequests } from './requests';

const requests = driftingRequests(4000, seededRandom(61), 0.98);
const alone = independentError(momentsOf(requests));

function groups(
  secondsOf: (index: number) => number | undefined,
  order = requests.map((_, index) => index),
): TraceGroups {
  const all = new TraceGroups();
  for (const index of order) all.add(...requests[index]!, secondsOf(index), undefined);
  return all;
}

describe('trace-groups', () => {
  it('go by time of arrival, in whatever order the file is', () => {
    const inOrder = groups((index) => index).result(alone);
    const shuffled = requests.map((_, index) => (index * 1237) % requests.length);
    const { errors, drift, periods } = groups((index) => index, shuffled).result(alone);
    assert.equal(errors!.by, 'time');
    assert.ok(Math.abs(errors!.theta / inOrder.errors!.theta - 1) < 1e-9);
    assert.deepEqual([drift!.differs, periods.length], [inOrder.drift!.differs, inOrder.periods.length]);
  });

  it('go by the rows where arrivals are missing, of several clocks, or all the same', () => {
    const several = groups((index) => index);
    several.forgetArrivals();
    for (const each of [
      groups(() => undefined),
      several,
      groups(() => 7),
      groups((index) => (index % 5 === 0 ? undefined : index)),
    ]) {
      const { errors, drift, periods } = each.result(alone);
      assert.equal(errors!.by, 'rows');
      assert.deepEqual([drift, periods], [undefined, []]);
    }
  });

  it('go by neither where the file is sorted by length', () => {
    const sorted = requests.map((_, index) => index).sort((a, b) => requests[a]![0] - requests[b]![0]);
    assert.equal(groups(() => undefined, sorted).result(alone).errors!.by, 'requests');
  });
});
