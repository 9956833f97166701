import assert from 'node:assert/strict';
import { burstRequests, offeredLoad, onlineRequests } from '../../server/src/evaluation/scheduling-requests';
import type { RequestList } from '../../server/src/workload/request-list';

/** Of `[prefill, decode, seconds]`. */
function listOf(rows: readonly (readonly [number, number, number])[]): RequestList {
  return {
    prefill: Float64Array.from(rows, ([prefill]) => prefill),
    decode: Float64Array.from(rows, ([, decode]) => decode),
    arrivalSeconds: Float64Array.from(rows, ([, , seconds]) => seconds),
  };
}

const rows = [
  [10, 2, 1009],
  [20, 3, 1001],
  [30, 1, 1003],
] as const;

describe('requests for a scheduler', () => {
  it('keep their order of arrival in a burst, and that of the trace where some state no time', () => {
    assert.deepEqual(
      burstRequests(listOf(rows)).map(({ arrival }) => arrival),
      [1009, 1001, 1003],
    );
    const some = burstRequests(listOf([...rows, [40, 4, Number.NaN]]));
    assert.deepEqual(
      some.map(({ arrival }) => arrival),
      [0, 0, 0, 0],
    );
    const none = burstRequests({ ...listOf(rows), arrivalSeconds: undefined });
    assert.deepEqual(none[1], { prefill: 20, decode: 3, arrival: 0 });
  });

  it('arrive in steps since the first one, without those that state no time', () => {
    assert.deepEqual(onlineRequests(listOf([...rows, [40, 4, Number.NaN]]), 0.5), [
      { prefill: 10, decode: 2, arrival: 16 },
      { prefill: 20, decode: 3, arrival: 0 },
      { prefill: 30, decode: 1, arrival: 4 },
    ]);
    assert.deepEqual(onlineRequests({ ...listOf(rows), arrivalSeconds: undefined }, 1), []);
  });

  it('ask for volume per second, as far as the cache can hold them', () => {
    // Volumes by hand: 11 + 12 = 23; 21 + 22 + 23 = 66; 31.
    const all = offeredLoad(listOf(rows), 31)!;
    assert.deepEqual(all, { requestsPerSecond: 2 / 8, meanVolume: (23 + 66 + 31) / 3, meanDecode: 2 });
    const small = offeredLoad(listOf(rows), 30)!;
    assert.deepEqual(small, { requestsPerSecond: 1 / 8, meanVolume: (23 + 66) / 2, meanDecode: 2.5 });
    assert.equal(offeredLoad(listOf(rows), 12), undefined);
    assert.equal(offeredLoad(listOf([rows[0], rows[0]]), 31), undefined);
  });
});
