import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newTokens, promptSeconds } from '../../server/src/strategy/prompt-seconds';
import type { PrefillAttention } from '../../server/src/strategy/serving-costs';

const load = { theta: 1, nu: undefined };

/** Pairs of a prompt whose pairs take a second each and nothing else does. */
function attendedPairs(cachedPrefill: number, prefill: number, readsAtMost?: number): number {
  const attention: PrefillAttention = { perToken: 0, pairs: [{ perPair: 1, readsAtMost, expanded: undefined }] };
  return promptSeconds(attention, { prefill, cachedPrefill, decode: 1, load }, 1);
}

describe('pairs of a prompt', () => {
  it('counts what counting one by one does', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 80 }), (cached, tokens, most) => {
        let expected = 0;
        for (let position = cached + 1; position <= cached + tokens; position++) expected += Math.min(position, most);
        assert.equal(attendedPairs(cached, cached + tokens, most), expected);
      }),
    );
  });

  it('is the same in parts as in one', () => {
    assert.equal(attendedPairs(10, 25, 18) + attendedPairs(25, 70, 18), attendedPairs(10, 70, 18));
    assert.equal(attendedPairs(4, 9), 5 + 6 + 7 + 8 + 9);
  });
});

describe('promptSeconds', () => {
  const plain: PrefillAttention = { perToken: 2, pairs: [{ perPair: 3, readsAtMost: undefined, expanded: undefined }] };

  it('adds projections and pairs of all new tokens', () => {
    const workload = { prefill: 9, cachedPrefill: 4, decode: 1, load };
    assert.equal(newTokens(workload), 5);
    assert.equal(promptSeconds(plain, workload, 1), 2 * 5 + 3 * 35);
  });

  it('has nothing to do where the cache has all', () => {
    assert.equal(promptSeconds(plain, { prefill: 9, cachedPrefill: 9, decode: 1, load }, 1), 0);
    assert.equal(newTokens({ prefill: 9, cachedPrefill: 12, decode: 1, load }), 0);
  });

  it('takes the shorter of two ways in each chunk', () => {
    const pairs = [{ perPair: 4, readsAtMost: undefined, expanded: { perPair: 1, perCachedToken: 50 } }];
    const workload = { prefill: 20, cachedPrefill: 0, decode: 1, load };
    // One chunk has nothing cached before it. Of two chunks the second would expand 10 tokens: 500, against 3 x 155 saved.
    assert.equal(promptSeconds({ perToken: 0, pairs }, workload, 1), 210);
    assert.equal(promptSeconds({ perToken: 0, pairs }, workload, 2), 55 + 4 * 155);
  });

  it('never falls with more chunks, multiples of each other', () => {
    const cost = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        cost,
        cost,
        cost,
        fc.nat(50),
        fc.integer({ min: 1, max: 50 }),
        (perPair, less, perCached, cached, tokens) => {
          const expanded = { perPair: Math.min(perPair, less), perCachedToken: perCached };
          const attention = { perToken: 1, pairs: [{ perPair, readsAtMost: undefined, expanded }] };
          const workload = { prefill: cached + tokens, cachedPrefill: cached, decode: 1, load };
          const times = [1, 2, 4, 8].map((chunks) => promptSeconds(attention, workload, chunks));
          for (let i = 1; i < times.length; i++) assert.ok(times[i]! >= times[i - 1]! * (1 - 1e-12));
        },
      ),
    );
  });
});
