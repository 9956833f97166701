import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  kvBudget,
  kvBytes,
  kvBytesOf,
  kvDemandAt,
  largestBatch,
} from '../../../server/src/provisioning/memory/kv-budget';
import type { AttentionMemory } from '../../../server/src/provisioning/memory/memory';
import { assertClose } from '../closeness';
import { normal, seededRandom } from '../random-points';

/** A quarter of an 80 GB device is weights; a token takes 70 kB. */
const memory: AttentionMemory = { capacity: 80e9, reserve: 4e9, weights: 20e9, kvPerToken: 70_000, capped: [] };
const load = { theta: 1000, nu: 800 };
const demand = { load, microbatches: 2, attentionWorkers: 8 };

const memories = fc.record({
  capacity: fc.integer({ min: 0, max: 5000 }),
  reserve: fc.integer({ min: 0, max: 300 }),
  weights: fc.integer({ min: 0, max: 1000 }),
  kvPerToken: fc.constantFrom(0, 0.5, 1, 3),
  capped: fc.constantFrom(
    [],
    [{ perToken: 2, tokens: 3 }],
    [
      { perToken: 0.25, tokens: 100 },
      { perToken: 1, tokens: 0 },
    ],
  ),
});
const demands = fc.record({
  load: fc.record({ theta: fc.constantFrom(1, 4.5, 20), nu: fc.constantFrom(undefined, 0, 3, 30) }),
  microbatches: fc.integer({ min: 1, max: 4 }),
  attentionWorkers: fc.integer({ min: 1, max: 500 }),
  largestRequest: fc.constantFrom(undefined, 30, 200),
});

/** The peak over the mean where one request of the mean load 0 and deviation 1 takes a byte for each token. */
function peakQuantile(attentionWorkers: number): number {
  const bytes: AttentionMemory = { capacity: 0, reserve: 0, weights: 0, kvPerToken: 1, capped: [] };
  return kvBytes(bytes, { load: { theta: 0, nu: 1 }, microbatches: 1, attentionWorkers }, 1).peak!;
}

describe('kv-budget', () => {
  it('is what weights and reserve leave, in bytes and in tokens', () => {
    const budget = kvBudget(memory, load);
    assert.equal(budget.bytes, 56e9);
    assertClose(budget.tokens, 800_000, 1e-12);
    assert.deepEqual(kvBudget({ ...memory, weights: 77e9 }, load), { bytes: -1e9, tokens: 0 });
    // Half of the layers keep 128 tokens: a request of 1000 keeps as much as 564 whole ones.
    const sliding = { ...memory, kvPerToken: 35_000, capped: [{ perToken: 35_000, tokens: 128 }] };
    assert.equal(kvBytesOf(sliding, 1000), 35_000 * 1128);
    assertClose(kvBudget(sliding, load).tokens, (56e9 / (35_000 * 1128)) * 1000, 1e-12);
    assert.equal(kvBudget({ ...memory, kvPerToken: 0 }, load).tokens, Number.POSITIVE_INFINITY);
    assertClose(kvBudget(memory, { theta: 0, nu: 0 }).tokens, 800_000, 1e-12);
    const first = { ...memory, capped: [{ perToken: 210_000, tokens: 1 }] };
    assertClose(kvBudget(first, { theta: 0, nu: 0 }).tokens, 200_000, 1e-12, 'a request of one token takes four times');
  });

  it('holds the mean of all requests, and their sum on the fullest worker as drawing it does', () => {
    const { mean, peak } = kvBytes(memory, demand, 100);
    assert.equal(mean, 200 * 1000 * 70_000);
    const random = seededRandom(5);
    const runs = 40_000;
    let beyond = 0;
    for (let run = 0; run < runs; run++) {
      let fullest = 0;
      for (let worker = 0; worker < 8; worker++) {
        fullest = Math.max(fullest, 200 * load.theta + Math.sqrt(200) * load.nu * normal(random));
      }
      if (fullest * 70_000 > peak!) beyond++;
    }
    assertClose(beyond / runs, 0.001, 0.0006);
  });

  it('has its quantile from the law of the largest of x normal variables', () => {
    // Tables of the normal distribution: P(Z > 3.0902) = 0.001, P(Z > 3.2905) = 0.0005.
    assertClose(peakQuantile(1), 3.0902323, 1e-6);
    assertClose(peakQuantile(2), 3.29046, 1e-4);
    assert.ok(peakQuantile(1000) > 4.7 && peakQuantile(1000) < 4.8);
  });

  it('counts the largest request beside mean ones, and never more than all of the largest', () => {
    const known = { ...demand, load: { theta: 1000, nu: undefined }, largestRequest: 30_000 };
    assert.equal(kvBytes(memory, known, 1).peak, (1000 + 30_000) * 70_000);
    const narrow = { ...demand, largestRequest: 1100 };
    assert.equal(kvBytes(memory, narrow, 1).peak, 2 * 1100 * 70_000);
    assert.equal(kvBytes(memory, { ...known, largestRequest: undefined }, 1).peak, undefined);
  });

  it('admits the largest batches that fit, as trying every size does', () => {
    fc.assert(
      fc.property(memories, demands, (of, needs) => {
        const found = largestBatch(of, needs);
        const room = of.capacity - of.reserve - of.weights;
        const bytes = (size: number) => kvBytes(of, needs, size);
        const tried = (value: (size: number) => number): number => {
          if (room < 0) return 0;
          let size = 0;
          while (size < 20_000 && value(size + 1) <= room) size++;
          return size;
        };
        const [mean, peak] = [tried((size) => bytes(size).mean), tried((size) => bytes(size).peak ?? 0)];
        if (room >= 0 && kvBytesOf(of, needs.load.theta) === 0) {
          assert.equal(found.mean, Number.POSITIVE_INFINITY);
          return;
        }
        assert.equal(found.mean, mean);
        const known = needs.load.nu !== undefined || needs.largestRequest !== undefined;
        assert.equal(found.peak, known ? peak : undefined);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('admits what fits where a division rounds to either side', () => {
    const one = { load: { theta: 1, nu: undefined }, microbatches: 1, attentionWorkers: 1 };
    for (const [capacity, size] of [
      [4.3, 43],
      [1.7, 16],
    ] as const) {
      const of: AttentionMemory = { capacity, reserve: 0, weights: 0, kvPerToken: 0.1, capped: [] };
      assert.notEqual(Math.floor(capacity / 0.1), size);
      assert.equal(largestBatch(of, one).mean, size);
      const fits = [size, size + 1].map((each) => kvBytes(of, one, each).mean <= capacity);
      assert.deepEqual(fits, [true, false]);
    }
  });

  it('holds any batch of requests that take nothing, in no room at all too', () => {
    const none = { capacity: 24, reserve: 4, weights: 20, kvPerToken: 0, capped: [] };
    assert.equal(largestBatch(none, demand).mean, Number.POSITIVE_INFINITY);
    assert.equal(largestBatch({ ...none, capacity: 23 }, demand).mean, 0);
  });

  it('counts unknown microbatches as one', () => {
    const point = { load, microbatches: undefined };
    assert.equal(kvDemandAt(point, 3).microbatches, 1);
    assert.deepEqual(kvDemandAt({ load, microbatches: 2 }, 8), { ...demand, largestRequest: undefined });
  });
});
