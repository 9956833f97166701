import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import { exactSelector, scaledSelector } from '../../../server/src/scheduling/published/dynamic-program';
import { mixedRequests } from '../request-lists';
import { candidates, flaws, leastScore, smallQueues } from './selectors';

// Also tests: scheduling/published/fewer-candidates

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

describe('the scaled selector', () => {
  it('fits, and is as good as the best within nine tenths of the room', () => {
    fc.assert(
      fc.property(smallQueues, (queue) => {
        const batch = scaledSelector()(queue);
        if ('why' in batch) assert.fail(batch.why);
        assert.deepEqual(flaws(queue, batch), []);
        const score = batchScore(batch.decodeSum, batch.members.length);
        assert.ok(score <= leastScore(queue, 0.9 * queue.room));
        assert.ok(score >= leastScore(queue, queue.room));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps that promise where rounding matters', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const requests = mixedRequests(60, { longShare: 0.2, seed });
      const room = 4000;
      const queue = candidates(
        requests.filter(({ prefill, decode }) => prefill + decode <= 0.9 * room),
        room,
      );
      const [scaled, exact] = [scaledSelector()(queue), exactSelector()({ ...queue, room: 0.9 * room })];
      if ('why' in scaled || 'why' in exact) assert.fail('refused');
      assert.deepEqual(flaws(queue, scaled), []);
      assert.ok(
        batchScore(scaled.decodeSum, scaled.members.length) <= batchScore(exact.decodeSum, exact.members.length),
      );
    }
  });
});
