import assert from 'node:assert/strict';
import { lengthCorrelation } from '../../server/src/workload/length-correlation';
import { momentsOf } from '../../server/src/workload/request-moments';

describe('the correlation of lengths', () => {
  it('is that of the requests', () => {
    // Deviations (-1, 0, 1) and (1, 0, -1) and (1, -2, 1), by hand.
    const opposed = lengthCorrelation(
      momentsOf([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    )!.value;
    assert.ok(Math.abs(opposed + 1) < 1e-12);
    const none = lengthCorrelation(
      momentsOf([
        [1, 4],
        [2, 1],
        [3, 4],
      ]),
    )!;
    assert.deepEqual([none.value, none.standardError], [0, 1]);
    const some = lengthCorrelation(
      momentsOf([
        [0, 1],
        [0, 2],
        [4, 2],
        [4, 3],
      ]),
    )!;
    assert.ok(Math.abs(some.value - Math.SQRT1_2) < 1e-12 && Math.abs(some.standardError - 0.5) < 1e-12);
  });

  it('is unknown where a length does not vary, and of fewer than three requests', () => {
    assert.equal(
      lengthCorrelation(
        momentsOf([
          [5, 1],
          [5, 2],
          [5, 3],
        ]),
      ),
      undefined,
    );
    assert.equal(
      lengthCorrelation(
        momentsOf([
          [1, 7],
          [2, 7],
          [3, 7],
        ]),
      ),
      undefined,
    );
    assert.equal(
      lengthCorrelation(
        momentsOf([
          [1, 2],
          [2, 1],
        ]),
      ),
      undefined,
    );
  });
});
