import assert from 'node:assert/strict';
import { TraceGroups } from '../../../server/src/workload/errors/trace-groups';
import { errorsOfBlocks, reachOf, workloadErrors } from '../../../server/src/workload/errors/workload-errors';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments, independentError } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { driftingRequests, type Lengths, length, lognormalRequests, normal } from './requests';

/** The errors of requests that arrive one a second. */
function errorsOf(requests: readonly Lengths[], conversationOf?: (index: number) => string) {
  const groups = new TraceGroups();
  for (const [index, [prefill, decode]] of requests.entries())
    groups.add(prefill, decode, index, conversationOf?.(index));
  return groups.result(independentError(momentsOf(requests))).errors!;
}

const thetaOf = (requests: readonly Lengths[]) => estimateFromMoments(momentsOf(requests)).theta;

/** How many of so many traces have an interval that holds theta of very many requests. */
function held(traces: number, make: (count: number) => readonly Lengths[], count: number) {
  const truth = thetaOf(make(400_000));
  const reaches: number[] = [];
  let inside = 0;
  for (let trace = 0; trace < traces; trace++) {
    const requests = make(count);
    const theta = thetaOf(requests);
    const reach = reachOf(errorsOf(requests));
    reaches.push(reach);
    if (Math.abs(theta - truth) <= reach * theta) inside++;
  }
  return { inside: inside / traces, reach: reaches.reduce((sum, reach) => sum + reach, 0) / traces };
}

describe('workload-errors', () => {
  it('have intervals that hold theta in about 95 of 100 traces of independent requests, and are no longer than needed', () => {
    const random = seededRandom(21);
    const { inside, reach } = held(200, (count) => lognormalRequests(count, random), 2000);
    assert.ok(inside >= 0.92, `${inside}`);
    const alone = 1.96 * independentError(momentsOf(lognormalRequests(2000, seededRandom(22))));
    assert.ok(reach < 1.35 * alone, `${reach} where ${alone} would do`);
  });

  it('hold it where neighbours are alike, which the error of independent requests does not', () => {
    const random = seededRandom(23);
    const { inside, reach } = held(200, (count) => driftingRequests(count, random, 0.9), 3000);
    assert.ok(inside >= 0.9, `${inside}`);
    const requests = driftingRequests(3000, seededRandom(24), 0.9);
    assert.ok(reach > 2 * 1.96 * independentError(momentsOf(requests)));
    assert.equal(errorsOf(requests).by, 'time');
  });

  it('are those of conversations where their requests are alike and stand anywhere in the trace', () => {
    const random = seededRandom(25);
    const medians = Array.from({ length: 100 }, () => length(500, 1.2 * normal(random)));
    const requests = Array.from(
      { length: 4000 },
      (_, index): Lengths => [
        length(medians[(index * 37) % 100]!, 0.1 * normal(random)),
        length(200, 0.1 * normal(random)),
      ],
    );
    const errors = errorsOf(requests, (index) => `c${(index * 37) % 100}`);
    assert.equal(errors.by, 'conversations');
    assert.ok(errors.theta > 4 * independentError(momentsOf(requests)));
    assert.ok(errors.groups > 90);
  });

  it('are those of leaving one request out where it decides theta, whatever it does to the error of the delta method', () => {
    const requests = lognormalRequests(3000, seededRandom(26));
    requests[1234] = [100, 1_000_000_000];
    assert.ok(independentError(momentsOf(requests)) < 0.01);
    assert.ok(errorsOf(requests).theta > 0.9);
  });

  it('look at blocks of every length down to eight of them', () => {
    const groups = new TraceGroups();
    for (const [prefill, decode] of lognormalRequests(1024, seededRandom(27)))
      groups.add(prefill, decode, undefined, undefined);
    const blocks = Array.from({ length: 64 }, () => ({
      n: 1,
      sumD: 1,
      sumD2: 1,
      sumD3: 1,
      sumPD: 1,
      sumP2D: 1,
      sumPD2: 1,
    }));
    assert.deepEqual(
      errorsOfBlocks(blocks).map((errors) => errors.groups),
      [64, 32, 16, 8],
    );
    assert.deepEqual(errorsOfBlocks(blocks.slice(0, 7)), []);
  });

  it('are undefined for a single request, and for equal ones as if lengths varied as much as their mean', () => {
    const none = { blocks: undefined, conversations: undefined };
    assert.equal(workloadErrors({ ...none, scattered: [] }, { requests: 1, theta: 0 }), undefined);
    const errors = errorsOf(Array.from({ length: 100 }, (): Lengths => [10, 10]));
    assert.deepEqual([errors.theta, errors.nu, errors.by], [0.1, 0.1, 'alike']);
  });
});
