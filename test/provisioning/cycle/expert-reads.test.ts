import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expectedFanOut, hitShare } from '../../../server/src/provisioning/cycle/expert-reads';
import { assertClose } from '../closeness';
import { integer, seededRandom } from '../random-points';

/** All ways to choose k of 0 .. count - 1. */
function subsets(count: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  const found: number[][] = [];
  for (let first = from; first <= count - k; first++) {
    for (const rest of subsets(count, k - 1, first + 1)) found.push([first, ...rest]);
  }
  return found;
}

/** Which worker holds an expert: blocks that differ by at most one. */
function holderOf(expert: number, count: number, ffn: number): number {
  return Math.floor((expert * ffn) / count);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= (n - i) / (i + 1);
  return n < k ? 0 : ways;
}

describe('expert-reads', () => {
  it('counts destinations as trying every choice of experts does', () => {
    const routings = fc
      .record({ count: fc.integer({ min: 1, max: 11 }), ffn: fc.integer({ min: 1, max: 14 }) })
      .chain(({ count, ffn }) =>
        fc.record({ count: fc.constant(count), ffn: fc.constant(ffn), perToken: fc.integer({ min: 1, max: count }) }),
      );
    fc.assert(
      fc.property(routings, ({ count, perToken, ffn }) => {
        const choices = subsets(count, perToken);
        const destinations = choices.map((experts) => new Set(experts.map((e) => holderOf(e, count, ffn))).size);
        const mean = destinations.reduce((sum, each) => sum + each, 0) / choices.length;
        assertClose(expectedFanOut({ count, perToken }, ffn), mean, 1e-12);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('is y (1 - C(E - E/y, k)/C(E, k)) where y divides E', () => {
    for (const ffn of [1, 2, 4, 8, 32, 256]) {
      const closed = ffn * (1 - choose(256 - 256 / ffn, 8) / choose(256, 8));
      assertClose(expectedFanOut({ count: 256, perToken: 8 }, ffn), closed, 1e-12);
    }
    assert.equal(expectedFanOut({ count: 256, perToken: 8 }, 1), 1);
    assertClose(expectedFanOut({ count: 256, perToken: 8 }, 1000), 8, 1e-12, 'never more than k');
  });

  it('sends ever fewer rows to one worker, and ever more in all, the more workers there are', () => {
    for (const routing of [
      { count: 256, perToken: 8 },
      { count: 48, perToken: 3 },
      { count: 7, perToken: 7 },
    ]) {
      for (let ffn = 1; ffn < 300; ffn++) {
        const [here, next] = [expectedFanOut(routing, ffn), expectedFanOut(routing, ffn + 1)];
        assert.ok(next >= here - 1e-12 && next / (ffn + 1) <= here / ffn + 1e-12, `${ffn}`);
      }
    }
  });

  it('hits the share of experts that drawing them does', () => {
    const random = seededRandom(3);
    for (const [count, perToken, rows] of [
      [64, 6, 5],
      [128, 1, 100],
      [8, 2, 3],
    ] as const) {
      const runs = 4000;
      let hit = 0;
      for (let run = 0; run < runs; run++) {
        const seen = new Set<number>();
        for (let row = 0; row < rows; row++) {
          const chosen = new Set<number>();
          while (chosen.size < perToken) chosen.add(integer(random, 0, count - 1));
          for (const expert of chosen) seen.add(expert);
        }
        hit += seen.size / count;
      }
      assertClose(hitShare({ count, perToken }, rows), hit / runs, 0.006, `${perToken} of ${count}, ${rows} rows`);
    }
  });

  it('hits all with one row that goes to all, next to none with next to no rows, and stays exact for small shares', () => {
    assert.equal(hitShare({ count: 8, perToken: 8 }, 1), 1);
    assertClose(hitShare({ count: 256, perToken: 8 }, 1), 8 / 256, 1e-15);
    assert.equal(hitShare({ count: 256, perToken: 8 }, 1e6), 1);
    assertClose(hitShare({ count: 1e9, perToken: 1 }, 3) / 3e-9, 1, 1e-8);
  });
});
