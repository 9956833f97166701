import assert from 'node:assert/strict';
import { periodsOf } from '../../../server/src/workload/errors/periods';
import { TimeBlocks } from '../../../server/src/workload/errors/time-blocks';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments, independentError } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { lognormalRequests } from './requests';

const requests = lognormalRequests(6000, seededRandom(41));
const independent = { requests: requests.length, theta: independentError(momentsOf(requests)) };

function periods(secondsOf: (index: number) => number) {
  const blocks = new TimeBlocks();
  for (const [index, [prefill, decode]] of requests.entries()) blocks.add(prefill, decode, secondsOf(index));
  return periodsOf(blocks.blocks(), independent);
}

describe('periods', () => {
  it('are hours of a day, each with theta of its own requests', () => {
    const day = periods((index) => 12.5 * index);
    assert.deepEqual([day.length, day[0]!.seconds], [21, 3600]);
    for (const { start, theta, nu, requests: count, steps } of day) {
      const own = requests.filter((_, index) => 12.5 * index >= start && 12.5 * index < start + 3600);
      const { theta: expected, nu: expectedNu } = estimateFromMoments(momentsOf(own));
      assert.ok(Math.abs(theta / expected - 1) < 1e-9 && Math.abs(nu / expectedNu! - 1) < 1e-6);
      assert.deepEqual([count, steps], [own.length, own.reduce((sum, [, decode]) => sum + decode, 0)]);
    }
  });

  it('are shorter in a short trace and longer in a long one, at most 24', () => {
    assert.equal(periods((index) => 0.1 * index)[0]!.seconds, 60);
    const month = periods((index) => 432 * index);
    assert.ok(month.length <= 24 && month[0]!.seconds > 86_399);
  });

  it('state an error of about what theta of so many requests has', () => {
    for (const { thetaError, requests: count } of periods((index) => 12.5 * index)) {
      const alone = independent.theta * Math.sqrt(requests.length / count);
      assert.ok(thetaError >= alone && thetaError < 2.5 * alone);
    }
  });

  it('leave out those of few requests, and are none where one is all', () => {
    const sparse = periods((index) => (index < 20 ? 0 : 50_000 + 3 * index));
    assert.ok(sparse.every(({ start }) => start > 40_000));
    assert.deepEqual(
      periods(() => 5),
      [],
    );
  });
});
