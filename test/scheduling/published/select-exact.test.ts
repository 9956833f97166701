// Also tests: scheduling/published/dynamic-program, scheduling/published/fewer-candidates
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import { exactSelector } from '../../../server/src/scheduling/published/select-exact';
import { mixedRequests } from '../request-lists';
import { candidates, flaws, leastScore, smallQueues } from './selectors';

describe('the exact selector', () => {
  it('finds the smallest F of all sets', () => {
    fc.assert(
      fc.property(smallQueues, (queue) => {
        const batch = exactSelector()(queue);
        if ('why' in batch) assert.fail(batch.why);
        assert.deepEqual(flaws(queue, batch), []);
        assert.equal(batchScore(batch.decodeSum, batch.members.length), leastScore(queue, queue.room));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what would take long, and says how much there is', () => {
    const requests = mixedRequests(2000, { longShare: 0.2, seed: 1 });
    const outcome = exactSelector()(candidates(requests, 1_000_000));
    assert.ok('why' in outcome);
    assert.match(outcome.why, /too long: 2,000 requests for 1,000,000 KV tokens/);
  });
});
