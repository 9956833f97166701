import assert from 'node:assert/strict';
import { momentsOf, RequestMomentsAccumulator } from '../../server/src/workload/request-moments';

describe('request moments', () => {
  it('sums by hand', () => {
    assert.deepEqual(
      momentsOf([
        [100, 10],
        [200, 20],
      ]),
      {
        n: 2,
        sumP: 300,
        sumP2: 50_000,
        sumD: 30,
        sumD2: 500,
        sumD3: 9000,
        sumPD: 5000,
        sumP2D: 900_000,
        sumPD2: 90_000,
        sumY2: 1045 ** 2 + 4190 ** 2,
        sumYD: 1045 * 10 + 4190 * 20,
      },
    );
  });

  it('keeps small terms beside large ones', () => {
    const accumulator = new RequestMomentsAccumulator();
    accumulator.add(2 ** 33, 1);
    for (let index = 0; index < 1000; index += 1) accumulator.add(1, 1);
    accumulator.add(2 ** 33, 1);
    // 2^66 swallows every single 1, but not their sum.
    assert.equal(BigInt(accumulator.moments().sumP2) - 2n ** 67n, 0n);
    assert.equal(accumulator.moments().sumP, 2 ** 34 + 1000);
    assert.equal(accumulator.n, 1002);
  });

  it('agrees with exact integers over a million large requests', () => {
    const accumulator = new RequestMomentsAccumulator();
    let exact = 0n;
    for (let index = 0; index < 1_000_000; index += 1) {
      const prefill = 100_000 + (index % 977);
      const decode = 5000 + (index % 1009);
      accumulator.add(prefill, decode);
      exact += BigInt(prefill) ** 2n * BigInt(decode);
    }
    assert.equal(accumulator.moments().sumP2D, Number(exact));
  });
});
