import assert from 'node:assert/strict';
import { asGoodPools } from '../../server/src/evaluation/as-good-pools';
import { defaultThresholds } from '../../server/src/evaluation/inputs';
import { sizePools } from '../../server/src/evaluation/size-pools';
import { poolLimits, type SizingLimits } from '../../server/src/evaluation/sizing-limits';
import { builtInProfiles } from '../../server/src/latency/catalogue';
import type { LatencyProfile } from '../../server/src/latency/latency-profile';
import type { Pool, Topology } from '../../server/src/manifest/deployment';
import type { OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { givenWorld, type World } from '../../server/src/uncertainty/world';
import { analyse, deployment } from '../analysis/analysed';
import { anyPools } from '../manifest/stated-launch';
import { assertPrinted, baseCase } from '../provisioning/base-case';
import { assertToldFrom } from '../rules/threshold';

const published = builtInProfiles.get('ascend-910c-deepseek-v3')!;
const inMilliseconds: LatencyProfile = { ...published, timeUnit: 'ms' };
const stationary: OperatingPoint = { ...baseCase, microbatches: undefined };

function pool(workers: number, factor = 1): Pool {
  const at = { start: 0, end: 0 };
  const size = { value: workers / factor, site: at, range: at, keyRange: at, shared: undefined, anchored: undefined };
  return { workers, unit: 'worker', size, sizeKey: 'workers', factor, copies: [], notEditable: undefined };
}

function size(
  attention: Pool,
  ffn: Pool,
  {
    point = stationary,
    profile = published,
    tpotSeconds = undefined as number | undefined,
    topology = undefined as Topology | undefined,
    ffnHolds = undefined as SizingLimits['ffnHolds'],
    thresholds = defaultThresholds,
    worlds = [givenWorld] as readonly World[],
  } = {},
) {
  const limits = {
    ...poolLimits({ attention, ffn, topology }, profile, point.microbatches, { tpot: tpotSeconds }),
    ffnHolds,
  };
  return sizePools(point, { attention: attention.workers, ffn: ffn.workers }, profile, limits, worlds, thresholds);
}

describe('size pools', () => {
  it("gives the numbers of the paper's base case at 4A:1F", () => {
    const sizing = size(pool(4), pool(1));
    assert.equal(sizing.form, 'barrier');
    assert.equal(sizing.regime, 'attention');
    assertPrinted(sizing.stageTimes.attention, '303.0');
    assertPrinted(sizing.stageTimes.attentionSlowest - sizing.stageTimes.attention, '13.84');
    assertPrinted(sizing.stageTimes.ffn, '184.99');
    assertPrinted(sizing.stageTimes.communication, '42.53');
    assertPrinted(sizing.cycleTime, '316.9');
    assertPrinted(sizing.throughput, '.6463');
    assertPrinted(sizing.meanField.ratio, '9.55');
    assertPrinted(100 * sizing.best!.gain, '11.2');
    assert.deepEqual(sizing.optimum, { attention: 10, ffn: 1 });
    assert.deepEqual(asGoodPools(sizing), { low: { attention: 9, ffn: 1 }, high: { attention: 10, ffn: 1 } });
    assert.deepEqual([sizing.misSized, sizing.missedObjective?.name], [true, undefined]);
  });

  const forms: readonly [number | undefined, number | undefined, string][] = [
    [undefined, undefined, 'mean-field'],
    [undefined, 500, 'barrier'],
    [1, undefined, 'pipeline'],
    [3, 500, 'pipeline'],
    [4, 500, 'pipeline'],
    [64, undefined, 'pipeline'],
  ];
  for (const [microbatches, nu, form] of forms) {
    it(`answers in the most specific form: microbatches ${microbatches}, nu ${nu} is ${form}`, () => {
      const sizing = size(pool(4), pool(1), { point: { ...baseCase, microbatches, load: { theta: 599, nu } } });
      assert.equal(sizing.form, form);
      assert.equal(sizing.barrier === undefined, nu === undefined);
      assert.equal(sizing.pipeline === undefined, form !== 'pipeline');
      assert.equal(sizing.tpot, microbatches && microbatches * sizing.cycleTime);
    });
  }

  it('judges exactly at its two thresholds', () => {
    const at = (change: Partial<typeof defaultThresholds>) =>
      size(pool(4), pool(1), { thresholds: { ...defaultThresholds, ...change } });
    const { best, optimum, pools } = at({});
    const offBy = Math.abs(pools.attention / pools.ffn / (optimum.attention / optimum.ffn) - 1);
    const least = Number.MIN_VALUE + 1e-12;
    assert.equal(at({ minGain: best!.gainLow }).misSized, true, 'the low gain may equal the threshold');
    assert.equal(at({ minGain: best!.gainLow + least }).misSized, false);
    assert.equal(at({ ratioTolerance: offBy }).misSized, false, 'the ratio must be off by more than the tolerance');
    assert.equal(at({ ratioTolerance: offBy - least }).misSized, true);
  });

  it('is not mis-sized at the optimum and names no better one there', () => {
    const sizing = size(pool(10), pool(1));
    assert.equal(sizing.misSized, false);
    assert.deepEqual(sizing.optimum, sizing.pools);
  });

  it('recommends whole steps of both pools', () => {
    const { recommendations } = size(pool(16, 8), pool(4, 2));
    assert.ok(recommendations.length > 0);
    for (const { pools } of recommendations) assert.deepEqual([pools.attention % 8, pools.ffn % 2], [0, 0]);
  });

  it('recommends only what the calibrated range and the objective allow, and says which binds', () => {
    const calibrated = { ...published, ranges: { ...published.ranges, ratio: { low: 1, high: 6 } } };
    const narrow = size(pool(4), pool(1), { profile: calibrated });
    assert.deepEqual([narrow.optimum, narrow.limitedBy], [{ attention: 6, ffn: 1 }, 'calibrated range']);
    const point = { ...stationary, microbatches: 4 };
    const objective = (4 * size(pool(6), pool(1), { point }).cycleTime) / 1000;
    const bounded = size(pool(4), pool(1), { point, profile: inMilliseconds, tpotSeconds: objective });
    assert.deepEqual([bounded.optimum, bounded.limitedBy], [{ attention: 6, ffn: 1 }, 'TPOT objective']);
    assert.equal(bounded.missedObjective, undefined);
  });

  it('knows when the configured pools miss the objective and nothing allowed is better', () => {
    const sizing = size(pool(4), pool(1), {
      point: { ...stationary, microbatches: 4 },
      profile: inMilliseconds,
      tpotSeconds: 0.001,
    });
    assert.deepEqual([sizing.recommendations, sizing.misSized, sizing.missedObjective?.name], [[], false, 'tpot']);
    const unknowable = size(pool(4), pool(1), { profile: published, tpotSeconds: 0.001 });
    assert.equal(unknowable.missedObjective, undefined, 'cycles have no length in seconds');
  });

  it('agrees with a scan of every attention count', () => {
    for (const ffn of [1, 2, 3, 5]) {
      const { barrier } = size(pool(4), pool(ffn));
      const counts = Array.from({ length: 200 }, (_, index) => index + 1);
      const throughput = (attention: number) => throughputPerInstance(stationary, { attention, ffn }, 'barrier');
      const best = counts.reduce((a, b) => (throughput(b) > throughput(a) ? b : a));
      assert.deepEqual(barrier, { attention: best, ffn });
    }
  });

  it('recommends what the engine accepts, in steps of every copy, and says when that binds', () => {
    const topology = (more: Partial<Topology>) => ({ topology: { ...anyPools, ...more } });
    const free = size(pool(30), pool(5), topology({}));
    assert.deepEqual([free.optimum, free.limitedBy], [{ attention: 10, ffn: 1 }, undefined]);
    const multiples = size(pool(30), pool(5), topology({ attentionMultipleOfFfn: true }));
    assert.deepEqual([multiples.optimum.attention % multiples.optimum.ffn, multiples.limitedBy], [0, undefined]);
    const divisors = size(pool(30), pool(5), topology({ ffnDivides: 7 }));
    assert.ok([1, 7].includes(divisors.optimum.ffn));
    const copies = [{ fact: pool(30).size, factor: 4 }];
    const stepped = size({ ...pool(24, 6), copies }, pool(2));
    for (const { pools } of stepped.recommendations) assert.equal(pools.attention % 12, 0);
  });

  it('recommends only what the memory of FFN workers holds, and says when that binds', () => {
    const free = size(pool(20), pool(5));
    assert.deepEqual([free.optimum, free.limitedBy], [{ attention: 10, ffn: 1 }, undefined]);
    // Five of them hold the weights, and each the rows of four attention workers: of at best nearly ten.
    const bound = size(pool(10), pool(5), { ffnHolds: ({ attention, ffn }) => ffn >= 5 && attention <= 4 * ffn });
    assert.deepEqual([bound.optimum, bound.limitedBy], [{ attention: 20, ffn: 5 }, 'memory']);
    assert.deepEqual(asGoodPools(bound), { low: { attention: 19, ffn: 5 }, high: { attention: 20, ffn: 5 } });
    for (const { pools } of bound.recommendations) assert.ok(pools.ffn >= 5 && pools.attention <= 4 * pools.ffn);
  });

  it('evaluates configured pools that the memory does not hold, as if it did', () => {
    const few = size(pool(4), pool(1), { ffnHolds: ({ ffn }) => ffn >= 2 });
    const free = size(pool(4), pool(1));
    assert.deepEqual(
      [few.throughput, few.barrier, asGoodPools(few)],
      [free.throughput, free.barrier, asGoodPools(free)],
    );
    assert.equal(few.optimum.ffn, 2);
  });

  it('names the engine where only it keeps the optimum from being better', () => {
    // FFN so slow that fewer attention than FFN workers are best.
    const slow = { ...published, latency: { ...published.latency, ffn: { alpha: 10, beta: 1 } } };
    const point = { ...stationary, latency: slow.latency };
    const among = (more: Partial<Topology>) =>
      size(pool(12), pool(3), { point, profile: slow, topology: { ...anyPools, ...more } });
    const free = among({});
    const bound = among({ attentionAtLeastFfn: true });
    assert.ok(free.optimum.attention < free.optimum.ffn);
    assert.deepEqual([free.limitedBy, bound.limitedBy], [undefined, 'engine']);
    assert.equal(bound.optimum.attention, bound.optimum.ffn);
    assert.equal(among({ wholeWorkersPerFfn: true }).limitedBy, 'engine', 'no whole worker can be shared out');
  });
});

describe('who is told of a mis-sized ratio', () => {
  const sized = (workers: number, meanPrefill: number, meanDecode: number, ffn = 1) =>
    analyse(
      deployment(`{ workers: ${workers}, batchSize: 256 }`, `{ workers: ${ffn} }`).replace(
        'meanPrefill: 100, meanDecode: 500',
        `meanPrefill: ${meanPrefill}, meanDecode: ${meanDecode}`,
      ),
    ).documents[0]!.evaluation!.sizing!;
  const told = (workers: number, meanDecode: number) => (meanPrefill: number) => {
    const { misSized, best } = sized(workers, meanPrefill, meanDecode);
    return { told: misSized, quantity: best!.gainLow };
  };

  it('is from a low gain of 2 % on', () => {
    assertToldFrom(0.02, 300, 310, told(8, 500));
  });

  it('is no one whose ratio is off by 10 % or less', () => {
    // 10A:1F is best for all.
    assert.deepEqual(sized(9, 100, 500).quiet, { why: 'near ratio', limit: 0.1 });
    assert.deepEqual(sized(8, 100, 500).quiet, { why: 'low gain', limit: 0.02 });
    assert.deepEqual(sized(89, 100, 500, 10).quiet, undefined);
    assert.deepEqual(sized(91, 100, 500, 10).quiet, { why: 'near ratio', limit: 0.1 });
  });
});
