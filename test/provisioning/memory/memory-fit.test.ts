import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import type { MemoryModel } from '../../../server/src/provisioning/memory/memory';
import { attentionFit, ffnFit, ffnHolds, smallestFfn } from '../../../server/src/provisioning/memory/memory-fit';
import { baseCase } from '../base-case';

const memory: MemoryModel = {
  attention: { capacity: 100, reserve: 10, weights: 40, kvPerToken: 0.001, capped: [] },
  ffn: { capacity: 100, reserve: 10, ownWeights: 5, sharedWeights: 300, perRow: 0.01 },
};
/** 1000 tokens each, so that a request takes 1; deviations small enough that one slot's peak is 1.31. */
const point: OperatingPoint = { ...baseCase, load: { theta: 1000, nu: 100 }, batchSize: 10, microbatches: 2 };
const verdictAt = (change: Partial<OperatingPoint>, largest?: number) =>
  attentionFit(memory.attention, { ...point, ...change }, 4, largest).verdict;

describe('memory-fit', () => {
  it('tells what fits, what only the peak or the reserve forbids, and what cannot fit at all', () => {
    assert.equal(verdictAt({ batchSize: 23 }), 'fits', '46 of 50 on average');
    assert.equal(verdictAt({ batchSize: 25 }), 'peak over', '50 of 50 on average');
    assert.equal(verdictAt({ batchSize: 26 }), 'over', '52 of 50, but 92 of 100 without the reserve');
    assert.equal(verdictAt({ batchSize: 31 }), 'cannot fit', '62 and 40 of 100');
    assert.equal(verdictAt({}, 45_000), 'peak over', 'the largest beside 19 others');
    assert.equal(verdictAt({}, 55_000), 'over', 'the largest alone, with the reserve');
    assert.equal(verdictAt({}, 65_000), 'cannot fit', 'the largest alone');
  });

  it('fits to the last byte', () => {
    const exact = { ...memory.attention, reserve: 0 };
    const even = { ...point, load: { theta: 1000, nu: 0 } };
    const verdictOf = (batchSize: number) => attentionFit(exact, { ...even, batchSize }, 4).verdict;
    assert.deepEqual([30, 31].map(verdictOf), ['fits', 'cannot fit']);
    // 65 of weights, and activations of 2 x 8 rows at 1.
    const ffnVerdict = (capacity: number, reserve: number) =>
      ffnFit({ ...memory.ffn, capacity, reserve, perRow: 1 }, { ...point, batchSize: 10 }, { attention: 4, ffn: 5 })
        .verdict;
    assert.deepEqual([ffnVerdict(81, 0), ffnVerdict(80, 0)], ['fits', 'cannot fit']);
    assert.deepEqual([ffnVerdict(91, 10), ffnVerdict(90, 10)], ['fits', 'over']);
  });

  it('claims a fit only where it knows the microbatches and the peak', () => {
    assert.equal(verdictAt({ microbatches: undefined }), 'unknown');
    assert.equal(verdictAt({ microbatches: undefined, batchSize: 61 }), 'cannot fit', 'not even one microbatch');
    assert.equal(verdictAt({ load: { theta: 1000, nu: undefined } }), 'unknown');
    assert.equal(verdictAt({ load: { theta: 1000, nu: undefined }, batchSize: 26 }), 'over');
    assert.equal(verdictAt({ load: { theta: 1000, nu: undefined } }, 2000), 'fits');
    assert.equal(attentionFit(memory.attention, { ...point, microbatches: undefined }, 4).microbatchesKnown, false);
  });

  it('gives the numbers behind it', () => {
    const fit = attentionFit(memory.attention, point, 4, 3000);
    assert.deepEqual([fit.capacity, fit.reserve, fit.weights, fit.perRequest, fit.largestRequest], [100, 10, 40, 1, 3]);
    assert.deepEqual([fit.kv.mean, fit.budget.bytes, fit.largestBatch.mean], [20, 50, 25]);
    assert.equal(fit.largestBatch.peak, 23);
  });

  it('is consistent with the largest batch it names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(undefined, 0, 300, 5000), (batchSize, nu) => {
        const at = { ...point, batchSize, load: { theta: 1000, nu } };
        const { verdict, largestBatch } = attentionFit(memory.attention, at, 4);
        assert.equal(verdict === 'over' || verdict === 'cannot fit', batchSize > largestBatch.mean);
        if (nu !== undefined) assert.equal(verdict === 'fits', batchSize <= largestBatch.peak!);
      }),
    );
  });

  it('shares out the experts and counts the rows of all microbatches on the FFN side', () => {
    // 300 over 5 are 60, and 5 its own; 4 x 10 / 5 rows of 2 microbatches at 0.01.
    const fit = ffnFit(memory.ffn, point, { attention: 4, ffn: 5 });
    assert.deepEqual([fit.weights, fit.activations, fit.verdict], [65, 0.16, 'fits']);
    assert.equal(ffnFit(memory.ffn, point, { attention: 4, ffn: 3 }).verdict, 'cannot fit');
    const tight = { ...memory.ffn, capacity: 70 };
    assert.equal(ffnFit(tight, point, { attention: 4, ffn: 5 }).verdict, 'over');
    const unknown = { ...point, microbatches: undefined };
    const ofUnknown = ffnFit(memory.ffn, unknown, { attention: 4, ffn: 5 });
    assert.deepEqual([ofUnknown.activations, ofUnknown.verdict], [0.08, 'unknown'], 'as for one microbatch');
    assert.deepEqual(
      [3, 5].map((ffn) => ffnHolds(memory.ffn, unknown, { attention: 4, ffn })),
      [false, true],
    );
    // Whole workers: the busiest of 3 serves 2 of 4.
    const whole = { ...point, sharing: 'whole workers' as const };
    assert.equal(ffnFit(memory.ffn, whole, { attention: 4, ffn: 3 }).activations, 0.01 * 20 * 2);
  });

  it('counts whole experts on the fullest FFN worker', () => {
    const of = { ...memory.ffn, sharedWeights: 320, experts: 32 };
    // 32 experts of 10 over 5 workers: 7 on the fullest. Over more workers than experts: one.
    assert.deepEqual(
      [1, 4, 5, 31, 32, 40].map((ffn) => ffnFit(of, point, { attention: 4, ffn }).weights),
      [325, 85, 75, 25, 15, 15],
    );
    // The fullest of 6 has 6 of them: 65 and the reserve are more than 74. That of 7 has 5.
    assert.equal(smallestFfn({ ...of, capacity: 74 }, { ...point, batchSize: 1 }, 4, 50), 7);
  });

  it('finds the fewest FFN workers as trying each does', () => {
    const cases = fc.record({
      attention: fc.integer({ min: 1, max: 40 }),
      shared: fc.integer({ min: 0, max: 2000 }),
      own: fc.integer({ min: 0, max: 120 }),
      perRow: fc.constantFrom(0, 0.01, 1),
      sharing: fc.constantFrom('even' as const, 'whole workers' as const),
      experts: fc.constantFrom(undefined, 8, 31),
    });
    fc.assert(
      fc.property(cases, ({ attention, shared, own, perRow, sharing, experts }) => {
        const of = { ...memory.ffn, sharedWeights: shared, experts, ownWeights: own, perRow };
        const at = { ...point, sharing };
        const counts = Array.from({ length: 50 }, (_, i) => i + 1);
        const first = counts.find((ffn) => ffnFit(of, at, { attention, ffn }).verdict === 'fits');
        assert.equal(smallestFfn(of, at, attention, 50), first);
      }),
    );
  });
});
