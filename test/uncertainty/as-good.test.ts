import assert from 'node:assert/strict';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { asGoodAttention } from '../../server/src/uncertainty/as-good';
import { expectedAttention } from '../../server/src/uncertainty/expected-best';
import { givenWorld, plausibleWorlds, searchPoints } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';
import { allForms, integer, pick, randomPoint, seededRandom } from '../provisioning/random-points';

function worldsWithin(error: number) {
  return plausibleWorlds({
    theta: { kind: 'standard error', relative: 0.01, reach95: 1.96 },
    stages: { attention: error, communication: error, ffn: error },
  });
}

describe('as-good', () => {
  it('is 9 to 10 in the base case, where nothing is off', () => {
    assert.deepEqual(asGoodAttention(baseCase, { attention: 10, ffn: 1 }, 'barrier', { step: 1 }, [givenWorld]), {
      low: 9,
      high: 10,
    });
  });

  it('is the best alone where the errors are so large that it, too, loses more', () => {
    const worlds = worldsWithin(0.5);
    const best = expectedAttention(baseCase, 1, 'barrier', { step: 1 }, worlds)!;
    const { low, high } = asGoodAttention(baseCase, best, 'barrier', { step: 1 }, worlds);
    assert.deepEqual([low, high], [best.attention, best.attention]);
  });

  it('agrees with the regret of every count over the worlds', () => {
    const random = seededRandom(501);
    let wide = 0;
    for (let i = 0; i < 60; i++) {
      const point = randomPoint(random, { balance: [0.5, 60], spread: 0.3 });
      const form = pick(random, allForms);
      const ffn = integer(random, 1, 3);
      const worlds = worldsWithin(pick(random, [0.01, 0.05]));
      const limits = { step: 1, max: 200 };
      const best = expectedAttention(point, ffn, form, limits, worlds)!;
      const { low, high } = asGoodAttention(point, best, form, limits, worlds);
      const points = searchPoints(worlds, point);
      const counts = Array.from({ length: 200 }, (_, k) => k + 1);
      const table = points.map((at) => counts.map((attention) => throughputPerInstance(at, { attention, ffn }, form)));
      const bests = table.map((row) => Math.max(...row));
      const regrets = counts.map(
        (_, k) => table.reduce((sum, row, w) => sum + 1 - row[k]! / bests[w]!, 0) / table.length,
      );
      let [from, to] = [best.attention, best.attention];
      while (from > 1 && regrets[from - 2]! < 0.01) from--;
      while (to < 200 && regrets[to]! < 0.01) to++;
      assert.deepEqual({ low, high }, { low: from, high: to }, JSON.stringify({ point, form, ffn }));
      if (high > low) wide++;
    }
    assert.ok(wide > 10, `${wide}`);
  });
});
