import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchScore, joins } from '../../../server/src/scheduling/published/batch-score';

describe('the score of a batch', () => {
  it('is the mean of the decode steps over the size', () => {
    assert.equal(batchScore(30, 3), 10 / 3);
    assert.equal(batchScore(0, 0), Number.POSITIVE_INFINITY);
  });

  it('falls by who joins exactly where the closed rule says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 200 }),
        (batch, more) => {
          const sum = batch.reduce((total, decode) => total + decode, 0);
          const falls = BigInt((sum + more) * batch.length ** 2) < BigInt(sum * (batch.length + 1) ** 2);
          assert.equal(joins(more, sum, batch.length), falls);
          const bound = (sum / batch.length) * (2 + 1 / batch.length);
          if (Math.abs(more - bound) > 1e-9) assert.equal(falls, more < bound);
        },
      ),
    );
  });
});
