import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import { exactSelector } from '../../../server/src/scheduling/published/select-exact';
import { scaledSelector } from '../../../server/src/scheduling/published/select-scaled';
import { mixedRequests } from '../request-lists';
import { candidates, flaws, leastScore, smallQueues } from './selectors';

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
