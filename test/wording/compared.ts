import type {
  BindingConstraint,
  Comparison,
  Gain,
  Group,
  GroupUse,
  ServingPoint,
  StrategyName,
  StrategyOption,
} from '../../server/src/strategy/comparison';
import { strategyNames } from '../../server/src/strategy/comparison';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { noOtherErrors } from '../strategy/hand-costs';

export function shared(ranks: number, tensorParallel = 1): Group {
  return { kind: 'withoutAfd', ranks, tensorParallel };
}

export function split(attentionRanks: number, ffnWorkers: number, tensorParallel = 1): Group {
  return { kind: 'afd', attentionRanks, tensorParallel, ffnWorkers };
}

/** Groups of one make; `chunk` 0 where they only decode. */
export function useOf(group: Group, changes: Partial<GroupUse> = {}): GroupUse {
  return {
    serves: 'both',
    groups: 1,
    group,
    batchSize: 7,
    microbatches: 2,
    chunk: 512,
    attentionBytes: 60e9,
    ffnBytes: 60e9,
    capacityBytes: 180e9,
    ...changes,
  };
}

export function pointOf(throughput: number, changes: Partial<ServingPoint> = {}): ServingPoint {
  const tpot = changes.tpot ?? 0.0125;
  return {
    uses: [useOf(shared(16), { groups: 8 })],
    devicesUsed: 128,
    throughput,
    tokensPerSecondPerUser: 1 / tpot,
    ttft: 0.0485,
    tpot,
    concurrency: throughput * tpot,
    ...changes,
  };
}

/** The best of a strategy; undefined throughput where nothing fits. */
export function optionOf(
  strategy: StrategyName,
  throughput: number | undefined,
  changes: Partial<Omit<StrategyOption, 'strategy'>> & { readonly at?: Partial<ServingPoint> } = {},
): StrategyOption {
  const { at, ...rest } = changes;
  const point = throughput === undefined ? undefined : pointOf(throughput, at);
  const bindingConstraint: BindingConstraint = point ? 'tpot' : 'memory';
  const frontier = point ? [point] : [];
  return { strategy, feasible: point !== undefined, bindingConstraint, point, frontier, ...rest };
}

/** Options with these throughputs, in the order of the names. */
export function optionsOf(...throughputs: readonly (number | undefined)[]): readonly StrategyOption[] {
  return strategyNames.map((strategy, i) => {
    const at = strategy.endsWith('afd') ? { uses: [useOf(split(4, 12), { groups: 8 })] } : {};
    return optionOf(strategy, throughputs[i], { at });
  });
}

export function comparisonOf(
  verdict: Comparison['verdict'],
  options: readonly StrategyOption[],
  changes: Partial<Comparison> = {},
): Comparison {
  return { verdict, reasons: [], requiredFor: undefined, options, gain: undefined, ...changes };
}

/** A gain whose chance does not matter. */
export function gainOf(gain: number, low: number, high: number): Gain {
  return { gain, low, high, chanceBetter: 0.5 };
}

/** What the words need of a question: 128 devices under strict objectives. */
export function questionOf(changes: Partial<StrategyQuestion> = {}): StrategyQuestion {
  return {
    devices: 128,
    costs: {
      ranks: [],
      ffn: {
        line: { alpha: 1, beta: 1 },
        prefillPerRow: 1,
        memory: { capacity: 1, reserve: 0, ownWeights: 0, sharedWeights: 0, perRow: 0 },
      },
      traffic: {
        dispatchBytesPerRow: 1,
        combineBytesPerRow: 1,
        hopsPerStep: 1,
        hopSeconds: 1,
        routing: undefined,
        scaleUp: undefined,
        scaleOut: undefined,
      },
      communication: undefined,
      kvBytesPerToken: 1,
    },
    workload: { prefill: 4608, cachedPrefill: 4096, decode: 256, load: { theta: 4863, nu: 4615, meanDecode: 256 } },
    objectives: { ttft: 0.05, tpot: 0.015 },
    expertBalance: 1,
    microbatches: [1, 2, 3, 4],
    calibrated: true,
    configured: undefined,
    relativeError: { attention: 0.5, communication: 0.5, ffn: 0.5, prefill: 0 },
    errors: noOtherErrors,
    ...changes,
  };
}
