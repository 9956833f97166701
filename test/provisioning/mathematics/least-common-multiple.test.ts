import assert from 'node:assert/strict';
import { leastCommonMultiple } from '../../../server/src/provisioning/mathematics/least-common-multiple';

describe('least-common-multiple', () => {
  it('is the first multiple of one that the other divides', () => {
    for (let a = 1; a <= 30; a++) {
      for (let b = 1; b <= 30; b++) {
        let first = a;
        while (first % b !== 0) first += a;
        assert.equal(leastCommonMultiple(a, b), first);
      }
    }
  });
});
