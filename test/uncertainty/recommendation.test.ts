import assert from 'node:assert/strict';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import type { PoolLimits } from '../../server/src/provisioning/optimum/pool-limits';
import { isSmallerBundle, recommend } from '../../server/src/uncertainty/recommendation';
import { givenWorld, plausibleWorlds } from '../../server/src/uncertainty/world';
import { assertPrinted, baseCase } from '../provisioning/base-case';
import {
  allForms,
  integer,
  logUniform,
  pick,
  type Random,
  randomPoint,
  seededRandom,
} from '../provisioning/random-points';

const limits: PoolLimits = { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 };

const exactly = [givenWorld];
const within5Percent = plausibleWorlds({
  theta: { kind: 'standard error', relative: 0.02, reach95: 1.96 },
  stages: { attention: 0.05, communication: 0.05, ffn: 0.05 },
});

function randomLimits(random: Random): PoolLimits {
  const minRatio = logUniform(random, 0.05, 4);
  const bounded = random() < 0.4;
  return {
    attentionStep: pick(random, [1, 1, 1, 2, 4, 8, 16]),
    ffnStep: pick(random, [1, 1, 1, 2, 4]),
    maxWorkers: 512,
    minRatio: bounded ? minRatio : undefined,
    maxRatio: bounded ? minRatio * logUniform(random, 1.5, 20) : undefined,
  };
}

describe('recommendation', () => {
  it('recommends ten attention workers for four in the base case, once', () => {
    const [first, ...others] = recommend(baseCase, { attention: 4, ffn: 1 }, 'barrier', limits, exactly);
    assert.equal(first!.basis, 'same-ffn-pool');
    assert.deepEqual(first!.pools, { attention: 10, ffn: 1 });
    assertPrinted(100 * first!.gain, '11.2');
    assert.deepEqual([first!.gainLow, first!.gainHigh, first!.chanceBetter], [first!.gain, first!.gain, 1]);
    assert.deepEqual(others, [], 'the smallest bundle is the same pools, and five workers split no better');
  });

  it('is silent at the optimum', () => {
    const optimal = { attention: 10, ffn: 1 };
    assert.deepEqual(recommend(baseCase, optimal, 'barrier', limits, within5Percent), []);
  });

  it('keeps what each basis promises, best gain first unless a smaller bundle, all better, all different', () => {
    const random = seededRandom(121);
    const seen = new Map<string, number>();
    let smallGains = 0;
    for (let i = 0; i < 300; i++) {
      const point = randomPoint(random, { balance: [0.1, 60], spread: 0.4 });
      const within = randomLimits(random);
      const form = pick(random, allForms);
      const pools = {
        attention: within.attentionStep * integer(random, 1, 40),
        ffn: within.ffnStep * integer(random, 1, 8),
      };
      const alternatives = recommend(point, pools, form, within, within5Percent);
      const what = JSON.stringify({ point, pools, form, within, alternatives });
      assert.ok(alternatives.length <= 3, what);
      for (const [index, { basis, pools: to, gain, gainLow, gainHigh }] of alternatives.entries()) {
        seen.set(basis, (seen.get(basis) ?? 0) + 1);
        if (gain < 0.005) smallGains++;
        assert.ok(gain > 0 && gainLow < gain && gain < gainHigh, what);
        assert.ok(to.attention !== pools.attention || to.ffn !== pools.ffn, what);
        assert.ok(to.attention % within.attentionStep === 0 && to.ffn % within.ffnStep === 0, what);
        const ratio = to.attention / to.ffn;
        assert.ok(ratio >= (within.minRatio ?? 0) * (1 - 1e-9) && ratio <= (within.maxRatio ?? 1e9) * (1 + 1e-9), what);
        if (basis === 'same-ffn-pool') assert.equal(to.ffn, pools.ffn, what);
        if (basis === 'same-total') assert.equal(to.attention + to.ffn, pools.attention + pools.ffn, what);
        const next = alternatives[index + 1];
        const smaller = (at: number): boolean => isSmallerBundle(alternatives[at]!, pools);
        if (next && smaller(index)) assert.ok(index === 0 && 1 + gain > (1 + next.gain) * 1.01, what);
        else if (next && smaller(index + 1)) assert.ok(1 + next.gain <= (1 + alternatives[0]!.gain) * 1.013, what);
        else if (next) assert.ok(gain > next.gain - 0.002, what);
      }
      const distinct = new Set(alternatives.map((a) => `${a.pools.attention}:${a.pools.ffn}`));
      assert.equal(distinct.size, alternatives.length, what);
    }
    assert.ok(smallGains > 3, `${smallGains} gains below half a per cent`);
    assert.ok(seen.size === 3 && [...seen.values()].every((count) => count > 30), JSON.stringify([...seen]));
  });

  it('prefers the same FFN pool, then the same total, among equal gains', () => {
    const preference = ['same-ffn-pool', 'same-total', 'smallest-bundle'];
    const random = seededRandom(122);
    let tied = 0;
    for (let i = 0; i < 1500; i++) {
      const point = randomPoint(random, { balance: [1, 30], spread: 0.2 });
      const pools = { attention: integer(random, 1, 60), ffn: integer(random, 1, 6) };
      const alternatives = recommend(point, pools, 'barrier', limits, exactly);
      const [first] = alternatives;
      if (first === undefined || isSmallerBundle(first, pools)) continue;
      const best = Math.max(...alternatives.filter((a) => !isSmallerBundle(a, pools)).map((a) => a.gain));
      for (const other of alternatives.slice(1)) {
        if (isSmallerBundle(other, pools)) continue;
        if (other.gain <= best - 0.002) continue;
        tied++;
        assert.ok(preference.indexOf(first!.basis) < preference.indexOf(other.basis));
      }
    }
    assert.ok(tied > 50, `${tied} ties`);
  });

  it('is stable: whoever follows it is not told something else', () => {
    const random = seededRandom(123);
    let followed = 0;
    for (let i = 0; i < 4000; i++) {
      const point = randomPoint(random, {
        balance: pick(random, [
          [0.3, 60],
          [0.02, 300],
        ] as const),
        spread: 0.5,
      });
      const drawn = randomLimits(random);
      const form = pick(random, allForms);
      const pools = {
        attention: drawn.attentionStep * integer(random, 1, 40),
        ffn: drawn.ffnStep * integer(random, 1, pick(random, [1, 4, 20])),
      };
      const maxCycleTime = random() < 0.3 ? cycleTime(point, pools, form) * logUniform(random, 0.8, 1.5) : undefined;
      const within = { ...drawn, maxCycleTime };
      const [first] = recommend(point, pools, form, within, exactly);
      if (first === undefined) continue;
      followed++;
      const [next] = recommend(point, first.pools, form, within, exactly);
      if (next === undefined) continue;
      const off = Math.abs((next.pools.attention * first.pools.ffn) / (next.pools.ffn * first.pools.attention) - 1);
      assert.ok(off <= 0.1 || next.gain < 0.02, JSON.stringify({ point, pools, form, within, first, next }));
    }
    assert.ok(followed > 2500, `${followed} followed`);
  });

  it('finds within 1 % of the best of all small bundles', () => {
    const random = seededRandom(124);
    for (let i = 0; i < 120; i++) {
      const point = randomPoint(random, { balance: [0.2, 20], spread: 0.3 });
      const form = pick(random, allForms);
      const pools = { attention: integer(random, 1, 30), ffn: integer(random, 1, 6) };
      const alternatives = recommend(point, pools, form, limits, exactly).map((a) => a.pools);
      const found = Math.max(...[pools, ...alternatives].map((to) => throughputPerInstance(point, to, form)));
      for (let ffn = 1; ffn <= 8; ffn++) {
        for (let attention = 1; attention <= 150; attention++) {
          const other = throughputPerInstance(point, { attention, ffn }, form);
          assert.ok(other <= found * 1.01, JSON.stringify({ point, form, pools, attention, ffn }));
        }
      }
    }
  });

  it('respects a TPOT objective and says nothing where no better pools meet it', () => {
    const pools = { attention: 4, ffn: 1 };
    const atMost = (maxCycleTime: number) =>
      recommend(baseCase, pools, 'barrier', { ...limits, maxCycleTime }, exactly);
    const [first] = atMost(320);
    assert.ok(first!.gain > 0.02 && cycleTime(baseCase, first!.pools, 'barrier') <= 320);
    assert.deepEqual(atMost(250), [], 'below the mean attention time');
  });

  it('sees the gain of a heavy workload up to the largest pool', () => {
    const heavy = { ...baseCase, load: { theta: 1e9, nu: 0 } };
    const [first] = recommend(heavy, { attention: 4, ffn: 1 }, 'barrier', { ...limits, maxWorkers: 100 }, exactly);
    assert.equal(first!.pools.attention, 100);
  });
});
