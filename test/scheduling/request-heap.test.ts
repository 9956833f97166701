import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RequestHeap } from '../../server/src/scheduling/request-heap';

it('a heap of requests gives the smallest key first, then the smaller number', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1 }), (keys) => {
      const heap = new RequestHeap(keys);
      // Every other one is added while others have already gone.
      const given: number[] = [];
      for (const [request] of keys.entries()) if (request % 2 === 0) heap.add(request);
      const first = heap.first!;
      heap.removeFirst();
      for (const [request] of keys.entries()) if (request % 2 === 1) heap.add(request);
      for (let next = heap.first; next !== undefined; next = heap.first) {
        given.push(next);
        heap.removeFirst();
      }
      const byKey = keys.map((_, request) => request).sort((a, b) => keys[a]! - keys[b]! || a - b);
      assert.equal(
        first,
        byKey.find((request) => request % 2 === 0),
      );
      assert.deepEqual(
        given,
        byKey.filter((request) => request !== first),
      );
    }),
  );
});
