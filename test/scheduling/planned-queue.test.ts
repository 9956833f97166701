import assert from 'node:assert/strict';
import { PlannedQueue } from '../../server/src/scheduling/planned-queue';

/** A queue of batches of two by number, and the calls for a plan: who came since. */
function queueOfPairs() {
  const plans: (readonly number[])[] = [];
  const queue = new PlannedQueue((waits, newcomers) => {
    plans.push([...newcomers]);
    return [...waits.keys()].filter((request) => waits[request] === 1).slice(0, 2);
  });
  return { queue, plans };
}

describe('a queue of planned batches', () => {
  it('plans again when a batch has been admitted', () => {
    const { queue, plans } = queueOfPairs();
    const waits = new Uint8Array(3).fill(1);
    for (const request of [0, 1, 2]) queue.add(request);
    const order = [3, 2, 1].map((waiting) => {
      const next = queue.next(waits, waiting);
      waits[next as number] = 0;
      return next;
    });
    assert.deepEqual(order, [0, 1, 2]);
    assert.deepEqual(plans, [[0, 1, 2], []]);
  });

  it('plans again when an eighth of those that wait are new', () => {
    const { queue, plans } = queueOfPairs();
    const waits = new Uint8Array(30);
    const arrive = (request: number): void => {
      waits[request] = 1;
      queue.add(request);
    };
    for (let request = 0; request < 17; request++) arrive(request);
    queue.next(waits, 17);
    for (const request of [17, 18]) {
      arrive(request);
      queue.next(waits, request + 1);
      assert.equal(plans.length, 1);
    }
    arrive(19);
    queue.next(waits, 20);
    assert.deepEqual(plans[1], [17, 18, 19]);
  });

  it('passes over those that were admitted out of their turn', () => {
    const { queue, plans } = queueOfPairs();
    const waits = new Uint8Array([1, 1, 1, 0]);
    for (const request of [0, 1, 2]) queue.add(request);
    assert.equal(queue.next(waits, 3), 0);
    waits[0] = 0;
    queue.add(3);
    assert.equal(queue.next(waits, 2), 1);
    assert.deepEqual(plans, [[0, 1, 2]]);
  });

  it('hands a refusal on', () => {
    const queue = new PlannedQueue(() => ({ why: 'no' }));
    queue.add(0);
    assert.deepEqual(queue.next(new Uint8Array([1]), 1), { why: 'no' });
  });
});
