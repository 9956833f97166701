// Also tests: uncertainty/theory-deviation, uncertainty/input-errors
import assert from 'node:assert/strict';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { stageTimes } from '../../server/src/provisioning/cycle/stage-times';
import { testedRange } from '../../server/src/provisioning/cycle/tested-range';
import { stragglerFactor } from '../../server/src/uncertainty/theory-deviation';
import { givenWorld, plausibleWorlds, pointIn, searchPoints } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';
import { assertRelative } from '../provisioning/closeness';
import { bent, integer, randomPoint, seededRandom } from '../provisioning/random-points';

const known = { kind: 'standard error', relative: 0, reach95: 1.96 } as const;
const none = { attention: 0, communication: 0, ffn: 0 };
const share = (values: readonly number[], holds: (value: number) => boolean) =>
  values.filter(holds).length / values.length;

describe('world', () => {
  it('is as given where nothing is off', () => {
    const point = { ...baseCase, microbatches: 3 };
    const there = pointIn(givenWorld, point);
    for (const attention of [1, 4, 30]) {
      const pools = { attention, ffn: 1 };
      assert.equal(cycleTime(there, pools, 'pipeline'), cycleTime(point, pools, 'pipeline'));
    }
  });

  it('keeps every stage time within its error, and reaches both ends', () => {
    const random = seededRandom(301);
    const stages = { attention: 0.1, communication: 0.2, ffn: 0.3 };
    const worlds = plausibleWorlds({ theta: known, stages });
    for (let i = 0; i < 40; i++) {
      const point = { ...bent(random, randomPoint(random, { balance: [0.3, 50], spread: 0.2 })), misfit: undefined };
      const pools = { attention: integer(random, 1, 60), ffn: integer(random, 1, 9) };
      const plain = stageTimes(point, pools);
      const all = worlds.map((world) => stageTimes(pointIn(world, point), pools));
      for (const stage of ['attention', 'communication', 'ffn'] as const) {
        const off = all.map((times) => times[stage] / plain[stage] - 1);
        const most = stages[stage];
        assert.ok(
          off.every((each) => Math.abs(each) <= most * (1 + 1e-9)),
          stage,
        );
        assert.ok(Math.min(...off) < -0.5 * most && Math.max(...off) > 0.5 * most, `${stage} ${Math.max(...off)}`);
      }
    }
  });

  it('has the coefficients of a stage off together where they are', () => {
    const stages = { attention: 0.1, communication: 0.2, ffn: 0.3 };
    const correlation = (together: number) => {
      const worlds = plausibleWorlds({ theta: known, stages, together });
      const off = worlds.map(({ ffn }) => [(ffn.alpha - 1) / 0.3, (ffn.experts - 1) / 0.3] as const);
      for (const pair of off) assert.ok(pair.every((each) => Math.abs(each) <= 1));
      return (3 * off.reduce((sum, [a, b]) => sum + a * b, 0)) / off.length;
    };
    assert.ok(Math.abs(correlation(0)) < 0.1, `${correlation(0)}`);
    assert.ok(Math.abs(correlation(0.7) - 0.68) < 0.08, `${correlation(0.7)}`);
    assert.ok(Math.abs(correlation(1) - 1) < 0.02, `${correlation(1)}`);
  });

  it('holds theta in its 95 % interval in 95 % of the worlds, and nu along with it', () => {
    for (const reach95 of [1.96, 12.7]) {
      const worlds = plausibleWorlds({ theta: { kind: 'standard error', relative: 0.03, reach95 }, stages: none });
      const inside = share(
        worlds.map(({ load }) => Math.abs(Math.log(load.theta))),
        (off) => off <= 0.03 * reach95,
      );
      assert.ok(Math.abs(inside - 0.95) <= 2 / worlds.length, `${inside}`);
      const world = worlds[7]!;
      const still = { ...world, theory: undefined };
      const { theta, nu } = pointIn(still, baseCase).load;
      assertRelative(nu! / theta, baseCase.load.nu! / baseCase.load.theta, 1e-12);
    }
  });

  it('leaves theta anywhere up to twice its value where it is one request', () => {
    const loads = plausibleWorlds({ theta: { kind: 'one request' }, stages: none }).map(({ load }) => load.theta);
    assert.ok(Math.min(...loads) < 0.01 && Math.max(...loads) > 1.99);
    assert.ok(loads.every((load) => load > 0));
  });

  it('deviates from the theory in stragglers, more outside the tested range', () => {
    const spread = (slot: number, meanDecode: number, batchSize = 256) => {
      const point = { load: { theta: 100, nu: 100 * slot, meanDecode }, batchSize };
      return Math.log(stragglerFactor(point, 1) / stragglerFactor(point, -1)) / 2;
    };
    const within = spread(testedRange.slotSpread, testedRange.meanDecode);
    assert.equal(spread(0.3, 500), within);
    assert.ok(spread(testedRange.slotSpread * 4, 500) > 1.9 * within);
    assertRelative(spread(0.3, testedRange.meanDecode / 4), 2 * within, 1e-9);
    assertRelative(spread(1, 500, 1 / (4 * testedRange.loadSpread) ** 2), 2 * within, 1e-9);
    assert.equal(pointIn(plausibleWorlds({ theta: known, stages: none })[3]!, baseCase).load.theta, 599);
  });

  it('turns slopes about the load at which the time is known, and lets no time fall', () => {
    const at = 400;
    for (const error of [0.1, 3]) {
      const slopes = { ffn: { error, at }, attention: { error: error / 2, at: 150_000 } };
      const worlds = plausibleWorlds({ theta: known, stages: none, slopes });
      const { ffn, attention } = baseCase.latency;
      const lines = worlds.map((world) => pointIn(world, baseCase).latency);
      const shares = lines.map((line) => line.ffn.alpha / ffn.alpha - 1);
      assert.ok(lines.every((line) => line.ffn.alpha >= 0 && line.ffn.beta >= 0 && line.attention.beta >= 0));
      if (error > 1) continue;
      const spread = Math.sqrt(shares.reduce((sum, share) => sum + share ** 2, 0) / shares.length);
      assertRelative(spread, error, 0.02);
      for (const line of lines) {
        assertRelative(line.ffn.alpha * at + line.ffn.beta, ffn.alpha * at + ffn.beta, 1e-12);
        const time = line.attention.alpha * 150_000 + line.attention.beta;
        assert.ok(time >= (attention.alpha * 150_000 + attention.beta) * (1 - 1e-12));
      }
    }
  });

  it('searches in some worlds, where throughput has one maximum', () => {
    const worlds = plausibleWorlds({ theta: known, stages: none });
    const points = searchPoints(worlds, baseCase);
    assert.equal(points.length, 32);
    assert.ok(points.every(({ misfit }) => misfit === undefined));
    assert.equal(searchPoints([givenWorld], baseCase).length, 1);
  });
});
