import assert from 'node:assert/strict';
import type { OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';
import { bestAttentionCount } from '../../server/src/provisioning/optimum/best-attention-count';
import { expectedAttention, expectedSplit, expectedThroughput } from '../../server/src/uncertainty/expected-best';
import { givenWorld, plausibleWorlds, pointIn } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';
import { allForms, integer, pick, randomPoint, seededRandom } from '../provisioning/random-points';

const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 400 };

function worldsWithin(error: number) {
  return plausibleWorlds({
    theta: { kind: 'standard error', relative: 0.03, reach95: 1.96 },
    stages: { attention: error, communication: error, ffn: error },
  });
}

describe('expected-best', () => {
  it('is the best of the given point where nothing is off', () => {
    assert.deepEqual(expectedAttention(baseCase, 1, 'barrier', { step: 1 }, [givenWorld]), { attention: 10, ffn: 1 });
    assert.equal(expectedAttention(baseCase, 1, 'barrier', { step: 8, max: 7 }, [givenWorld]), undefined);
    assert.equal(expectedSplit(baseCase, 1, 'barrier', limits, [givenWorld]), undefined);
  });

  it('is nowhere beaten by 0.5 % in a scan of all counts and splits', () => {
    const random = seededRandom(401);
    let moved = 0;
    for (let i = 0; i < 40; i++) {
      const point = randomPoint(random, { balance: [0.5, 30], spread: 0.2 });
      const form = pick(random, allForms);
      const worlds = worldsWithin(pick(random, [0.05, 0.3]));
      const points = worlds.map((world) => pointIn(world, point));
      const ffn = integer(random, 1, 4);
      const found = expectedAttention(point, ffn, form, { step: 1, max: 120 }, worlds)!;
      const given = bestAttentionCount(point, ffn, form, { step: 1, max: 120 })!;
      if (found.attention !== given) moved++;
      const counts = Array.from({ length: 120 }, (_, k) => ({ attention: k + 1, ffn }));
      const best = Math.max(...counts.map((pools) => expectedThroughput(points, pools, form)));
      assert.ok(expectedThroughput(points, found, form) >= best / 1.005, JSON.stringify({ point, form, ffn, found }));

      const total = integer(random, 2, 80);
      const split = expectedSplit(point, total, form, limits, worlds)!;
      assert.equal(split.attention + split.ffn, total);
      const splits = Array.from({ length: total - 1 }, (_, k) => ({ attention: k + 1, ffn: total - k - 1 }));
      const bestSplit = Math.max(...splits.map((pools) => expectedThroughput(points, pools, form)));
      assert.ok(
        expectedThroughput(points, split, form) >= bestSplit / 1.005,
        JSON.stringify({ point, form, total, split }),
      );
    }
    assert.ok(moved > 1, `${moved} moved`);
  });

  it('stays off a cliff that the errors may have nearer', () => {
    // Link time explodes beyond a ratio that the errors blur.
    const cliff: OperatingPoint = {
      ...baseCase,
      microbatches: 3,
      latency: { ...baseCase.latency, ffn: { alpha: 3, beta: 0 }, attention: { alpha: 0, beta: 6200 } },
    };
    const given = bestAttentionCount(cliff, 1, 'pipeline', { step: 1 })!;
    const cautious = expectedAttention(cliff, 1, 'pipeline', { step: 1 }, worldsWithin(0.3))!;
    assert.ok(cautious.attention < given, `${cautious.attention} of ${given}`);
  });
});
