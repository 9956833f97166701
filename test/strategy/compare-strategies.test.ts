// Also tests: strategy/serving-point
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareStrategies } from '../../server/src/strategy/compare-strategies';
import { type Comparison, type StrategyName, strategyNames } from '../../server/src/strategy/comparison';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { smallQuestion } from './brute-force';
import { denseQuestion, mixtureQuestion, uniforms } from './hand-costs';

const sure = { attention: 0, communication: 0, ffn: 0, prefill: 0 };
const throughputOf = ({ options }: Comparison, strategy: StrategyName): number => {
  const option = options.find((each) => each.strategy === strategy)!;
  return option.feasible ? option.point!.throughput : 0;
};

describe('compareStrategies', () => {
  it('answers for every strategy, within memory, devices and objectives', () => {
    for (const question of [mixtureQuestion, denseQuestion]) {
      const comparison = compareStrategies(question);
      assert.deepEqual(
        comparison.options.map(({ strategy }) => strategy),
        strategyNames,
      );
      for (const { feasible, point, frontier } of comparison.options) {
        for (const each of [point, ...frontier]) {
          if (each === undefined) continue;
          assert.ok(each.devicesUsed <= question.devices);
          for (const use of each.uses) assert.ok(Math.max(use.attentionBytes, use.ffnBytes) <= use.capacityBytes);
          // Little's law: requests decoding, and those between their arrival and their first token.
          const rate = each.throughput / question.workload.decode;
          assert.ok(
            Math.abs(each.concurrency / (rate * (each.ttft + (question.workload.decode - 1) * each.tpot)) - 1) < 1e-9,
          );
          assert.ok(each.ttft > each.tpot && each.tokensPerSecondPerUser === 1 / each.tpot);
        }
        assert.ok(frontier.length <= 24 && (!feasible || frontier.length > 0));
        if (feasible) assert.ok(point!.ttft <= 1 + 1e-9 && point!.tpot <= 0.05 + 1e-9);
      }
    }
  });

  it('never gives less with looser objectives', () => {
    const at = (ttft: number, tpot: number) =>
      compareStrategies({ ...mixtureQuestion, objectives: { ttft, tpot }, relativeError: sure });
    const [strict, later, slower] = [at(0.5, 0.03), at(1.5, 0.03), at(0.5, 0.06)];
    for (const strategy of strategyNames) {
      for (const loose of [later, slower]) {
        assert.ok(throughputOf(loose, strategy) >= 0.99 * throughputOf(strict, strategy), strategy);
      }
    }
  });

  it('never gives less with twice the devices', () => {
    const at = (devices: number) => compareStrategies({ ...mixtureQuestion, devices, relativeError: sure });
    const [few, many] = [at(32), at(64)];
    for (const strategy of strategyNames) {
      assert.ok(throughputOf(many, strategy) >= 1.98 * throughputOf(few, strategy), strategy);
    }
  });

  it('never gives more over a slower network', () => {
    const { costs } = mixtureQuestion;
    const slow = { ...costs, traffic: { ...costs.traffic, hopSeconds: 3e-5, scaleOut: { bytesPerSecond: 20e9 } } };
    const [before, after] = [costs, slow].map((each) =>
      compareStrategies({ ...mixtureQuestion, costs: each, relativeError: sure }),
    );
    for (const strategy of strategyNames) {
      assert.ok(throughputOf(after!, strategy) <= throughputOf(before!, strategy) * 1.01, strategy);
    }
  });

  it('requires AFD where weights and cache do not fit on the same devices', () => {
    const { costs } = mixtureQuestion;
    // One request of 60 GB of cache; 13 GB of attention weights, and 20 GB of experts on each of 32 devices.
    const ranks = costs.ranks
      .slice(0, 1)
      .map((rank) => ({ ...rank, memory: { ...rank.memory, kvPerToken: 35_136, weights: 1e9 } }));
    const load = { theta: 1.9e6, nu: 10 };
    const question = {
      ...mixtureQuestion,
      costs: { ...costs, ranks },
      workload: { prefill: 1.9e6, cachedPrefill: 1.9e6, decode: 250, load },
      objectives: { ttft: 10, tpot: 0.2 },
    };
    const { verdict, requiredFor, options } = compareStrategies(question);
    assert.deepEqual([verdict, requiredFor], ['required', 'memory']);
    assert.deepEqual(
      options.slice(0, 2).map(({ bindingConstraint, point }) => [bindingConstraint, point]),
      [
        ['memory', undefined],
        ['memory', undefined],
      ],
    );
    assert.ok(options[2]!.feasible);
  });

  it('says what is missed, and by the nearest point, where nothing keeps the objectives', () => {
    const { verdict, options, gain } = compareStrategies({ ...mixtureQuestion, objectives: { ttft: 10, tpot: 0.001 } });
    assert.deepEqual([verdict, gain], ['infeasible', undefined]);
    for (const { feasible, bindingConstraint, point } of options) {
      assert.deepEqual([feasible, bindingConstraint], [false, 'tpot']);
      assert.ok(point!.tpot > 0.001);
    }
  });

  it('does not know whether AFD pays without an objective on TPOT, and still shows the options', () => {
    const comparison = compareStrategies({ ...mixtureQuestion, objectives: { ttft: 1, tpot: undefined } });
    assert.deepEqual([comparison.verdict, comparison.reasons], ['unknown', ['noTpotObjective']]);
    assert.ok(comparison.options.every(({ feasible }) => feasible));
  });

  it('has a wider band where prompts are less certain than decoding', () => {
    const of = (prefill: number) =>
      compareStrategies({
        ...mixtureQuestion,
        objectives: { ttft: undefined, tpot: 0.1 },
        relativeError: { ...sure, prefill },
      }).gain!;
    const [certain, uncertain] = [of(0), of(0.5)];
    // Without errors the band is the difference that overlap makes to the others, by 32 worlds.
    const at = (overlap: number) => (1 + certain.gain) ** overlap * (1 + certain.withoutOverlap!) ** (1 - overlap) - 1;
    assert.equal(certain.low, certain.gain);
    assert.ok(Math.abs(certain.high - at(1.15 / 32)) < 0.002);
    assert.equal(certain.mostOfBand, 'overlap');
    assert.equal(uncertain.gain, certain.gain);
    assert.ok(uncertain.low < certain.low || uncertain.high > certain.high);
  });

  it('is worse off without wide expert parallelism', () => {
    const narrow = compareStrategies({ ...mixtureQuestion, largestGroupWithoutAfd: 16, relativeError: sure });
    const wide = compareStrategies({ ...mixtureQuestion, relativeError: sure });
    assert.ok(throughputOf(narrow, 'aggregated') <= throughputOf(wide, 'aggregated'));
    assert.equal(throughputOf(narrow, 'aggregated-afd'), throughputOf(wide, 'aggregated-afd'));
  });

  it('gives finite positive numbers for any costs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.constantFrom(mixtureQuestion, denseQuestion),
        (seed, base) => {
          const question = arbitrary(uniforms(seed), base);
          const { options, gain } = compareStrategies(question);
          if (gain) assert.ok(gain.low <= gain.gain && gain.gain <= gain.high && Number.isFinite(gain.high));
          for (const { point, frontier } of options) {
            for (const each of [point, ...frontier]) {
              if (each === undefined) continue;
              const numbers = [each.throughput, each.ttft, each.tpot, each.concurrency, each.devicesUsed];
              assert.ok(
                numbers.every((number) => Number.isFinite(number) && number > 0),
                JSON.stringify(each),
              );
            }
          }
        },
      ),
      { numRuns: 25, seed: 1 },
    );
  });
});

function arbitrary(next: () => number, base: StrategyQuestion): StrategyQuestion {
  const small = smallQuestion(next, base);
  const some = <T>(value: T): T | undefined => (next() < 0.3 ? undefined : value);
  const { traffic } = small.costs;
  return {
    ...small,
    devices: 1 + Math.floor(24 * next()),
    expertBalance: 0.5 + next() / 2,
    objectives: { ttft: some(2 * next()), tpot: some(0.2 * next()) },
    costs: {
      ...small.costs,
      traffic: {
        ...traffic,
        routing: some(traffic.routing!),
        scaleUp: some(traffic.scaleUp!),
        scaleOut: some(traffic.scaleOut!),
      },
    },
  };
}
