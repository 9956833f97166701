import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import { greedyBatch } from '../../../server/src/scheduling/published/candidates';
import { selectSwap, swapLocally } from '../../../server/src/scheduling/published/select-swap';
import { candidates, flaws, leastScore, smallQueues } from './selectors';

describe('local swap', () => {
  it('never raises F, and ends where no single move lowers it', () => {
    fc.assert(
      fc.property(smallQueues, (queue) => {
        const [start, batch] = [greedyBatch(queue), selectSwap(queue)];
        assert.deepEqual(flaws(queue, batch), []);
        const score = batchScore(batch.decodeSum, batch.members.length);
        assert.ok(score <= batchScore(start.decodeSum, start.members.length));
        assert.ok(score >= leastScore(queue, queue.room));
        for (const members of neighbours(batch.members, queue.byDecode)) {
          const decodeSum = members.reduce((sum, member) => sum + queue.sizes.decode[member]!, 0);
          if (flaws(queue, { members, decodeSum }).length === 0)
            assert.ok(batchScore(decodeSum, members.length) >= score, `${batch.members} -> ${members}`);
        }
      }),
    );
  });

  it('frees memory at the same F', () => {
    // Equal decode steps; 0 holds 8 more than 1, which makes room for 2 as well.
    const requests = [
      { prefill: 10, decode: 4, arrival: 0 },
      { prefill: 2, decode: 4, arrival: 0 },
      { prefill: 4, decode: 4, arrival: 0 },
    ];
    const { members } = swapLocally(candidates(requests, 14), { members: [0], decodeSum: 4 });
    assert.deepEqual([...members].sort(), [1, 2]);
  });
});

function* neighbours(members: readonly number[], all: readonly number[]): Generator<number[]> {
  const others = all.filter((request) => !members.includes(request));
  for (const other of others) yield [...members, other];
  for (const member of members) {
    const rest = members.filter((request) => request !== member);
    yield rest;
    for (const other of others) yield [...rest, other];
  }
}
