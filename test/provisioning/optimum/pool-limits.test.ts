import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../../../server/src/provisioning/cycle/operating-point';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { ffnHolds } from '../../../server/src/provisioning/memory/memory-fit';
import { bestAttentionCount } from '../../../server/src/provisioning/optimum/best-attention-count';
import { bestFfnCount } from '../../../server/src/provisioning/optimum/best-ffn-count';
import { bestSplit } from '../../../server/src/provisioning/optimum/best-split';
import {
  attentionLimits,
  type EngineLimits,
  engineAccepts,
  fewestFfnSteps,
  ffnChoices,
  type PoolLimits,
} from '../../../server/src/provisioning/optimum/pool-limits';
import { smallestBundle } from '../../../server/src/provisioning/optimum/smallest-bundle';
import { recommend } from '../../../server/src/uncertainty/recommendation';
import { givenWorld } from '../../../server/src/uncertainty/world';
import { baseCase } from '../base-case';
import { allForms, integer, logUniform, pick, type Random, randomPoint, seededRandom } from '../random-points';

/** The FFN counts beside an attention pool. */
function ffnCounts(within: PoolLimits, attention: number): readonly number[] {
  const { size, at } = ffnChoices(within, attention);
  return Array.from({ length: size }, (_, index) => at(index).ffn);
}

const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 64 };

describe('pool-limits', () => {
  it('turns ratios into counts', () => {
    const within = attentionLimits({ ...limits, attentionStep: 2, minRatio: 1.5, maxRatio: 3.5, maxCycleTime: 9 }, 3);
    assert.deepEqual(within, { step: 2, min: 5, max: 10, maxCycleTime: 9 });
    assert.deepEqual(ffnCounts({ ...limits, ffnStep: 2, minRatio: 1.5, maxRatio: 3.5 }, 21), [6, 8, 10, 12, 14]);
  });

  it('includes a ratio whose product is not exact in binary', () => {
    assert.equal(attentionLimits({ ...limits, minRatio: 0.7 }, 10).min, 7);
    assert.equal(attentionLimits({ ...limits, maxRatio: 0.29 }, 100).max, 29);
    assert.deepEqual(ffnCounts({ ...limits, maxWorkers: 200, minRatio: 0.07, maxRatio: 0.07 }, 7), [100]);
  });

  it('turns what the FFN memory holds into counts', () => {
    // Three attention workers at most for each FFN worker beyond the second.
    const held = { ...limits, ffnStep: 2, ffnHolds: ({ attention, ffn }: Pools) => attention <= 3 * (ffn - 2) };
    assert.deepEqual(
      [2, 4, 6].map((ffn) => attentionLimits(held, ffn).max),
      [0, 6, 12],
    );
    assert.equal(attentionLimits({ ...held, ffnHolds: ({ attention }) => attention === 1 }, 2).max, 1);
    assert.deepEqual(ffnCounts({ ...held, maxWorkers: 10 }, 13), [8, 10]);
    assert.deepEqual(
      [1, 6, 7].map((attention) => fewestFfnSteps(held, attention)),
      [2, 2, 3],
    );
    assert.equal(fewestFfnSteps({ ...held, ffnHolds: () => false }, 1), 33, 'more than the largest pool');
    assert.equal(fewestFfnSteps(limits, 1), 1);
  });

  it('has the largest pool as its only bound otherwise', () => {
    assert.deepEqual(attentionLimits(limits, 3), { step: 1, min: 0, max: 64, maxCycleTime: undefined });
    assert.deepEqual(ffnCounts({ ...limits, ffnStep: 10 }, 5), [10, 20, 30, 40, 50, 60]);
  });
});

/** Limits of an engine, each there or not. */
function randomEngine(random: Random): EngineLimits {
  return {
    attentionAtLeastFfn: random() < 0.5,
    attentionAtMostFfn: random() < 0.2,
    attentionMultipleOfFfn: random() < 0.5,
    ffnDivides: pick(random, [undefined, 8, 12, 60, 64, 7]),
  };
}

const most = 60;

/** Every pair of pools within all limits, found by looking at each; said once more, not by `engineAccepts`. */
function allPools(point: OperatingPoint, form: AnswerForm, within: PoolLimits): readonly Pools[] {
  const { attentionStep, ffnStep, minRatio = 0, maxRatio = 1e9, maxCycleTime = 1e300, engine, ffnHolds } = within;
  const found: Pools[] = [];
  for (let attention = 1; attention <= most; attention++) {
    for (let ffn = 1; ffn <= most; ffn++) {
      if (attention % attentionStep !== 0 || ffn % ffnStep !== 0) continue;
      if (attention / ffn < minRatio || attention / ffn > maxRatio) continue;
      if (engine?.attentionAtLeastFfn && attention / ffn < 1) continue;
      if (engine?.attentionAtMostFfn && attention / ffn > 1) continue;
      if (engine?.attentionMultipleOfFfn && !Number.isInteger(attention / ffn)) continue;
      if (engine?.ffnDivides !== undefined && !Number.isInteger(engine.ffnDivides / ffn)) continue;
      if (cycleTime(point, { attention, ffn }, form) > maxCycleTime) continue;
      if (ffnHolds?.({ attention, ffn }) === false) continue;
      found.push({ attention, ffn });
    }
  }
  return found;
}

/** What the memory of the FFN workers holds: whole experts in its room beside activations that grow with the rows. */
function randomMemory(random: Random, point: OperatingPoint): PoolLimits['ffnHolds'] {
  const experts = pick(random, [undefined, 8, 20]);
  const memory = { capacity: 100, reserve: 5, ownWeights: 5, experts };
  const [sharedWeights, perRow] = [logUniform(random, 50, 2000), pick(random, [0, logUniform(random, 1e-3, 10)])];
  return (pools) => ffnHolds({ ...memory, sharedWeights, perRow: perRow / point.batchSize }, point, pools);
}

describe('pools that an engine accepts', () => {
  it('are searched as if each had been tried, for every search', () => {
    const random = seededRandom(141);
    const outcomes = { none: 0, some: 0, recommended: 0 };
    for (let i = 0; i < 400; i++) {
      const drawn = randomPoint(random, { balance: [0.2, 30], spread: pick(random, [0, 0.2, 0.5]) });
      const form = pick(random, allForms);
      const engine = random() < 0.8 ? randomEngine(random) : undefined;
      // Whole workers have one peak among the multiples alone.
      const sharing = engine?.attentionMultipleOfFfn && random() < 0.5 ? ('whole workers' as const) : undefined;
      const point = { ...drawn, sharing };
      const ffn = integer(random, 1, 12);
      const attention = integer(random, 1, most);
      const somewhere = cycleTime(point, { attention, ffn }, form);
      const within: PoolLimits = {
        attentionStep: pick(random, [1, 1, 2, 3]),
        ffnStep: pick(random, [1, 1, 2, 4]),
        maxWorkers: most,
        minRatio: pick(random, [undefined, logUniform(random, 0.1, 2)]),
        maxRatio: pick(random, [undefined, logUniform(random, 1, 30)]),
        maxCycleTime: pick(random, [undefined, undefined, somewhere * 1.0001]),
        engine,
        ffnHolds: random() < 0.4 ? randomMemory(random, point) : undefined,
      };
      const pools = allPools(point, form, within);
      const throughput = (to: Pools): number => throughputPerInstance(point, to, form);
      const check = (what: string, found: Pools | undefined, tried: readonly Pools[]): void => {
        const text = JSON.stringify({ what, point, form, within, attention, ffn, found });
        outcomes[found ? 'some' : 'none']++;
        assert.equal(found === undefined, tried.length === 0, text);
        if (!found) return;
        assert.ok(
          tried.some((to) => to.attention === found.attention && to.ffn === found.ffn),
          text,
        );
        assert.ok(throughput(found) >= Math.max(...tried.map(throughput)) * (1 - 1e-12), text);
      };
      const beside = pools.filter((to) => to.ffn === ffn && ffn % within.ffnStep === 0);
      const aligned = ffn % within.ffnStep === 0;
      const best = aligned ? bestAttentionCount(point, ffn, form, attentionLimits(within, ffn)) : undefined;
      check('attention', best === undefined ? undefined : { attention: best, ffn }, beside);
      if (attention % within.attentionStep === 0) {
        const count = bestFfnCount(point, attention, form, within);
        const tried = pools.filter((to) => to.attention === attention);
        check('ffn', count === undefined ? undefined : { attention, ffn: count }, tried);
      }
      const total = attention + ffn;
      check(
        'split',
        bestSplit(point, total, form, within),
        pools.filter((to) => to.attention + to.ffn === total),
      );

      const holdsStep = (steps: number): boolean =>
        within.ffnHolds?.({ attention: within.attentionStep, ffn: steps * within.ffnStep }) ?? true;
      const fewest = [...Array(most).keys()].map((at) => at + 1).find(holdsStep) ?? most;
      const small = pools.filter(
        (to) => to.attention <= 8 * within.attentionStep || to.ffn <= (fewest + 7) * within.ffnStep,
      );
      const bundle = smallestBundle(point, form, within);
      assert.equal(bundle === undefined, small.length === 0);
      if (bundle) {
        const floor = 0.995 * Math.max(...small.map(throughput));
        const sizes = small.filter((to) => throughput(to) >= floor).map((to) => to.attention + to.ffn);
        assert.equal(bundle.attention + bundle.ffn, Math.min(...sizes));
      }

      const exact = [givenWorld];
      for (const to of recommend(point, { attention, ffn }, form, within, exact)) {
        outcomes.recommended++;
        assert.ok(engineAccepts(engine, to.pools), JSON.stringify({ engine, to }));
        assert.ok(within.ffnHolds?.(to.pools) ?? true, JSON.stringify({ to }));
      }
    }
    assert.ok(outcomes.none > 100 && outcomes.some > 400 && outcomes.recommended > 200, JSON.stringify(outcomes));
  });

  it('are every one where the engine sets no limit', () => {
    const open: EngineLimits = {
      attentionAtLeastFfn: false,
      attentionAtMostFfn: false,
      attentionMultipleOfFfn: false,
      ffnDivides: undefined,
    };
    const random = seededRandom(142);
    for (let i = 0; i < 300; i++) {
      const point = randomPoint(random, { balance: [0.1, 60], spread: 0.4 });
      const form = pick(random, allForms);
      const pools = { attention: integer(random, 1, 40), ffn: integer(random, 1, 8) };
      const exact = [givenWorld];
      const within = { ...limits, attentionStep: pick(random, [1, 2]), ffnStep: pick(random, [1, 3]) };
      assert.deepEqual(
        recommend(point, pools, form, { ...within, engine: open }, exact),
        recommend(point, pools, form, within, exact),
      );
    }
  });

  it('are found among the most that are looked at, and none for counts out of all proportion', () => {
    const engine: EngineLimits = {
      attentionAtLeastFfn: true,
      attentionAtMostFfn: false,
      attentionMultipleOfFfn: true,
      ffnDivides: 256,
    };
    const large = { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384, engine };
    assert.deepEqual(bestSplit(baseCase, 176, 'barrier', large), { attention: 160, ffn: 16 });
    assert.equal(bestSplit(baseCase, 1e15, 'barrier', large), undefined);
    assert.equal(bestSplit(baseCase, 1e15, 'barrier', { ...large, attentionStep: 1e9, ffnStep: 1e9 }), undefined);
    assert.equal(bestFfnCount(baseCase, 16_384, 'barrier', large), 256);
    assert.equal(attentionLimits(large, 3).max, 0, '3 does not divide 256');
  });
});
