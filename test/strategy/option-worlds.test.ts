import assert from 'node:assert/strict';
import { compareStrategies } from '../../server/src/strategy/compare-strategies';
import { gainSources } from '../../server/src/strategy/comparison';
import { mostOfBand, optionWorlds } from '../../server/src/strategy/option-worlds';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { settingIn } from '../../server/src/strategy/search-space';
import { drawnGains } from './gain-coverage';
import { denseQuestion, mixtureQuestion, uniforms } from './hand-costs';

const nothing = { least: 1, most: 1 };
const assumed = { least: 0.6, most: 1.9 };
const own = {
  expertBalance: 0.2,
  transfers: { withoutAfd: assumed, afd: nothing },
  stepSeconds: { withoutAfd: 1e-3, afd: 0 },
};
const uncertain: StrategyQuestion = {
  ...mixtureQuestion,
  relativeError: { attention: 0.1, communication: 0.2, ffn: 0.3, prefill: 0.5 },
  errors: { theta: { kind: 'standard error', relative: 0.05, reach95: 1.96 }, own },
};
const certain: StrategyQuestion = {
  ...mixtureQuestion,
  relativeError: { attention: 0, communication: 0, ffn: 0, prefill: 0 },
};
const worlds = optionWorlds(uncertain);
/** How far values are apart at most, and their mean. */
const summary = (values: readonly number[]) => [
  Math.min(...values),
  Math.max(...values),
  values.reduce((sum, value) => sum + value, 0) / values.length,
];
const assertSpread = (values: readonly number[], low: number, high: number): void => {
  const [least, most, mean] = summary(values);
  const width = high - low;
  assert.ok(least! >= low && least! < low + width / 8, `least ${least}`);
  assert.ok(most! <= high && most! > high - width / 8, `most ${most}`);
  assert.ok(Math.abs(mean! - (low + high) / 2) < width / 10, `mean ${mean}`);
};

describe('the worlds of a comparison', () => {
  it('are always the same, and hold stage times within their errors', () => {
    assert.equal(worlds.length, 32);
    assert.deepEqual(optionWorlds(uncertain), worlds);
    const of = (key: 'attention' | 'attentionStep' | 'prefill' | 'ffnStep') =>
      worlds.map(({ scales }) => scales.afd[key]);
    assertSpread(of('attention'), 0.9, 1.1);
    assertSpread(of('attentionStep'), 0.9, 1.1);
    assertSpread(of('ffnStep'), 0.7, 1.3);
    assertSpread(of('prefill'), 0.5, 1.5);
    const load = worlds.map((world) => settingIn(world, uncertain).workload.load.theta / 1324.5);
    assert.ok(Math.min(...load) < 0.93 && Math.max(...load) > 1.07 && Math.max(...load) < 1.2);
  });

  it('give each option what is its own, and both what they share', () => {
    const pairs = worlds.map(({ scales }) => [scales.withoutAfd, scales.afd] as const);
    for (const [withoutAfd, afd] of pairs) {
      assert.equal(withoutAfd.attention, afd.attention);
      assert.equal(withoutAfd.ffnStep, afd.ffnStep);
      assert.equal(afd.stepSeconds, 0);
    }
    assertSpread(
      pairs.map(([withoutAfd, afd]) => withoutAfd.communication / afd.communication),
      0.6,
      1.9,
    );
    assertSpread(
      pairs.map(([{ stepSeconds }]) => stepSeconds),
      0,
      1e-3,
    );
    // Both are at 1 to 1/0.8 of their rows, each for itself.
    const rows = pairs.map(([withoutAfd, afd]) => withoutAfd.ffn / afd.ffn);
    assert.ok(
      Math.min(...rows) < 0.9 && Math.min(...rows) >= 0.8 && Math.max(...rows) > 1.1 && Math.max(...rows) <= 1.25,
    );
  });

  it('differ in the overlap alone where nothing else is off', () => {
    const alike = optionWorlds(certain);
    for (const { scales, load } of alike) {
      assert.deepEqual(scales, alike[0]!.scales);
      assert.deepEqual(
        [scales.afd.attention, scales.afd.ffn, scales.withoutAfd.communication, load.theta],
        [1, 1, 1, 1],
      );
    }
    assertSpread(
      alike.map(({ overlap }) => overlap),
      0,
      1,
    );
  });

  it('keep sources apart: no two of them go together by more than chance', () => {
    for (const source of gainSources) {
      const gains = worlds.map(({ deviations }) => Math.expm1(0.1 * deviations[source]));
      assert.equal(mostOfBand(worlds, gains), source);
    }
  });

  it('hold nine of ten gains that are drawn at random within the same errors, everything chosen anew', () => {
    let [inside, all] = [0, 0];
    for (const [base, tpot] of [
      [mixtureQuestion, 0.1],
      [denseQuestion, 0.05],
    ] as const) {
      const question = {
        ...base,
        devices: 16,
        objectives: { ttft: 2, tpot },
        relativeError: { attention: 0.1, communication: 0.1, ffn: 0.1, prefill: 0.3 },
        errors: { ...uncertain.errors, own: { ...own, transfers: { withoutAfd: assumed, afd: assumed } } },
      };
      const { low, high } = compareStrategies(question).gain!;
      const gains = drawnGains(question, 30, uniforms(11));
      assert.ok(gains.length >= 25 && high - low > 0.1);
      inside += gains.filter((gain) => gain >= low && gain <= high).length;
      all += gains.length;
    }
    assert.ok(inside / all > 0.8 && inside < all, `${inside} of ${all}`);
  });

  it('name no source where a gain follows none, or is known in few', () => {
    const alternating = worlds.map((_, index) => (Math.floor(index / 2) % 2 === 0 ? 0.1 : -0.1));
    assert.equal(mostOfBand(worlds, alternating), undefined);
    assert.equal(
      mostOfBand(
        worlds,
        worlds.map(() => 0.1),
      ),
      undefined,
    );
    const few = worlds.map(({ deviations }, index) => (index < 15 ? deviations.overlap : undefined));
    assert.equal(mostOfBand(worlds, few), undefined);
  });
});
