import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import { greedyBatch } from '../../../server/src/scheduling/published/candidates';
import { exactSelector } from '../../../server/src/scheduling/published/dynamic-program';
import { selectQuantile } from '../../../server/src/scheduling/published/select-quantile';
import { mixedRequests } from '../request-lists';
import { candidates, flaws, leastScore, smallQueues } from './selectors';

describe('quantile greedy', () => {
  it('fits and is at least as good as filling greedily', () => {
    fc.assert(
      fc.property(smallQueues, (queue) => {
        const [batch, greedy] = [selectQuantile(queue), greedyBatch(queue)];
        assert.deepEqual(flaws(queue, batch), []);
        const score = batchScore(batch.decodeSum, batch.members.length);
        assert.ok(score <= batchScore(greedy.decodeSum, greedy.members.length));
        assert.ok(score >= leastScore(queue, queue.room));
      }),
    );
  });

  it('comes within 3 % of the smallest F of 120 mixed requests', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const room = 4000;
      const requests = mixedRequests(120, { longShare: 0.2, seed }).filter(
        ({ prefill, decode }) => prefill + decode <= room,
      );
      const queue = candidates(requests, room);
      const exact = exactSelector()(queue);
      if ('why' in exact) assert.fail(exact.why);
      const batch = selectQuantile(queue);
      const ratio =
        batchScore(batch.decodeSum, batch.members.length) / batchScore(exact.decodeSum, exact.members.length);
      assert.ok(ratio >= 1 && ratio < 1.03, String(ratio));
    }
  });
});
