import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../../../server/src/provisioning/cycle/operating-point';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { bestAttentionCount } from '../../../server/src/provisioning/optimum/best-attention-count';
import { bestFfnCount } from '../../../server/src/provisioning/optimum/best-ffn-count';
import { bestSplit } from '../../../server/src/provisioning/optimum/best-split';
import { boundedSearch } from '../../../server/src/provisioning/optimum/bounded-search';
import { attentionLimits, type PoolLimits } from '../../../server/src/provisioning/optimum/pool-limits';
import { smallestBundle } from '../../../server/src/provisioning/optimum/smallest-bundle';
import { baseCase } from '../base-case';
import {
  allForms,
  bent,
  integer,
  logUniform,
  pick,
  type Random,
  randomPoint,
  seededRandom,
  uniform,
} from '../random-points';

interface Case {
  readonly point: OperatingPoint;
  readonly form: AnswerForm;
  readonly limits: PoolLimits;
}

/** Batches down to one request, with which few of the experts are hit. */
function randomCase(random: Random, maxWorkers: number): Case {
  const drawn = randomPoint(random, { balance: [0.02, 200], spread: pick(random, [0, 0.1, 0.5]) });
  const small = random() < 0.6 ? { ...drawn, batchSize: integer(random, 1, 8) } : drawn;
  const point = bent(random, small);
  const form = pick(random, allForms);
  const somewhere = { attention: integer(random, 1, maxWorkers), ffn: integer(random, 1, 9) };
  const limits = {
    attentionStep: pick(random, [1, 1, 2, 3]),
    ffnStep: pick(random, [1, 1, 2, 4]),
    maxWorkers,
    minRatio: pick(random, [undefined, logUniform(random, 0.05, 3)]),
    maxRatio: pick(random, [undefined, logUniform(random, 0.5, 50)]),
    maxCycleTime: pick(random, [undefined, undefined, 1.0001 * cycleTime(point, somewhere, form)]),
  };
  return { point, form, limits };
}

/** Every allowed bundle with one of the pools as given. */
function allowed({ point, form, limits }: Case, fixed: Partial<Pools>): { pools: Pools; throughput: number }[] {
  const found: { pools: Pools; throughput: number }[] = [];
  const { attentionStep, ffnStep, maxWorkers, minRatio = 0, maxRatio = 1e9, maxCycleTime = 1e300 } = limits;
  for (let attention = attentionStep; attention <= maxWorkers; attention += attentionStep) {
    if (fixed.attention !== undefined && attention !== fixed.attention) continue;
    for (let ffn = ffnStep; ffn <= maxWorkers; ffn += ffnStep) {
      if (fixed.ffn !== undefined && ffn !== fixed.ffn) continue;
      const pools = { attention, ffn };
      const ratio = attention / ffn;
      if (ratio < minRatio || ratio > maxRatio || cycleTime(point, pools, form) > maxCycleTime) continue;
      found.push({ pools, throughput: throughputPerInstance(point, pools, form) });
    }
  }
  return found;
}

function assertBest(given: Case, found: Pools | undefined, all: readonly { throughput: number }[]): void {
  const what = JSON.stringify({ given, found });
  if (found === undefined) {
    assert.equal(all.length, 0, what);
    return;
  }
  const best = Math.max(...all.map(({ throughput }) => throughput));
  assert.ok(throughputPerInstance(given.point, found, given.form) >= best * (1 - 1e-8), what);
}

/** Peaks of throughput over the attention count. */
function peaks({ point, form }: Case, most: number): number {
  const values = Array.from({ length: most }, (_, i) =>
    throughputPerInstance(point, { attention: i + 1, ffn: 1 }, form),
  );
  const rises = (i: number) => values[i]! > (values[i - 1] ?? 0) * (1 + 1e-12);
  const falls = (i: number) => (values[i + 1] ?? 0) < values[i]! * (1 - 1e-12);
  return values.filter((_, i) => rises(i) && falls(i)).length;
}

describe('bounded-search', () => {
  it('finds the best attention count where throughput may have several maxima', () => {
    const random = seededRandom(201);
    let several = 0;
    for (let i = 0; i < 1500; i++) {
      const given = randomCase(random, 250);
      const { point, form, limits } = given;
      const ffn = limits.ffnStep * integer(random, 1, 4);
      const within = attentionLimits(limits, ffn);
      const best = bestAttentionCount(point, ffn, form, within);
      const all = allowed(given, { ffn });
      assertBest(given, best === undefined ? undefined : { attention: best, ffn }, all);
      if (peaks(given, 250) > 1) several++;
    }
    assert.ok(several > 5, `${several} with several maxima`);
  });

  it('finds the best FFN count and the best split', () => {
    const random = seededRandom(202);
    for (let i = 0; i < 1000; i++) {
      const given = randomCase(random, 150);
      const { point, form, limits } = given;
      const attention = limits.attentionStep * integer(random, 1, 40);
      const ffn = bestFfnCount(point, attention, form, limits);
      assertBest(given, ffn === undefined ? undefined : { attention, ffn }, allowed(given, { attention }));
      const total = integer(random, 2, 120);
      const splits = allowed({ ...given, limits: { ...limits, maxWorkers: total } }, {}).filter(
        ({ pools }) => pools.attention + pools.ffn === total,
      );
      assertBest(given, bestSplit(point, total, form, limits), splits);
    }
  });

  it('admits a cycle time that is the bound but for rounding', () => {
    const pools = { attention: 6, ffn: 2 };
    const cycle = cycleTime(baseCase, pools, 'barrier');
    const within = (bound: number) => {
      const search = boundedSearch(baseCase, 'barrier', { size: 1, at: () => pools }, bound);
      return [search.best(), search.firstReaching(0, 0, 0)];
    };
    assert.deepEqual(
      [1 - 0.9e-9, 1 - 1.1e-9].map((share) => within(cycle * share)),
      [
        [0, 0],
        [undefined, undefined],
      ],
    );
  });

  it('finds the first that reaches a throughput, and the last before one that does not, either way', () => {
    const random = seededRandom(204);
    const size = 40;
    for (let i = 0; i < 300; i++) {
      const { point, form } = randomCase(random, size);
      const at = (index: number): Pools => ({ attention: index + 1, ffn: 3 });
      const cycles = Array.from({ length: size }, (_, index) => cycleTime(point, at(index), form));
      const throughputs = cycles.map((_, index) => throughputPerInstance(point, at(index), form));
      const target = Math.max(...throughputs) * uniform(random, 0.5, 1);
      const bound = pick(random, [Infinity, cycles[integer(random, 0, size - 1)]! * 1.0001]);
      const reaches = (index: number) => throughputs[index]! >= target && cycles[index]! <= bound;
      const { firstReaching, lastReaching } = boundedSearch(point, form, { size, at }, bound);
      const [from, to] = [integer(random, 0, size - 1), integer(random, 0, size - 1)];
      const way = Array.from({ length: Math.abs(to - from) + 1 }, (_, k) => from + k * Math.sign(to - from));
      const what = JSON.stringify({ point, form, target, bound, from, to });
      assert.equal(firstReaching(target, from, to), way.find(reaches), what);
      const miss = way.findIndex((index) => !reaches(index));
      assert.equal(lastReaching(target, from, to), miss < 0 ? to : way[Math.max(0, miss - 1)], what);
    }
  });

  it('stays where it starts when nothing reaches, and finds nothing in nothing', () => {
    const at = (index: number): Pools => ({ attention: index + 1, ffn: 1 });
    const { lastReaching } = boundedSearch(baseCase, 'barrier', { size: 9, at });
    assert.deepEqual([lastReaching(Infinity, 2, 5), lastReaching(Infinity, 2, 0)], [2, 2]);
    assert.deepEqual([lastReaching(0, 2, 5), lastReaching(0, 2, 0)], [5, 0]);
    const none = boundedSearch(baseCase, 'barrier', { size: 0, at: () => assert.fail('there is none') });
    assert.equal(none.best(), undefined);
  });

  it('finds the bundle of fewest workers that is good enough', () => {
    const random = seededRandom(203);
    for (let i = 0; i < 60; i++) {
      const given = randomCase(random, 90);
      const { attentionStep, ffnStep } = given.limits;
      const found = smallestBundle(given.point, given.form, given.limits);
      const all = allowed(given, {}).filter(
        ({ pools }) => pools.attention <= 8 * attentionStep || pools.ffn <= 8 * ffnStep,
      );
      const best = Math.max(...all.map(({ throughput }) => throughput));
      const good = all.filter(({ throughput }) => throughput >= 0.995 * best);
      const fewest = Math.min(...good.map(({ pools }) => pools.attention + pools.ffn));
      const what = JSON.stringify({ given, found });
      if (found === undefined) assert.equal(all.length, 0, what);
      else assert.equal(found.attention + found.ffn, fewest, what);
    }
  });
});
