import { serveAggregated } from '../../server/src/strategy/aggregated-serving';
import { decodeRate, decodeStep } from '../../server/src/strategy/decode-front';
import { afdGroups, groupsWithoutAfd } from '../../server/src/strategy/group-choices';
import { largestFittingBatch } from '../../server/src/strategy/group-memory';
import { meanCycle, prepareGroup, type Setting } from '../../server/src/strategy/group-steps';
import { limitsOf } from '../../server/src/strategy/limits';
import { prefillServings, servePrefill } from '../../server/src/strategy/prefill-serving';
import { mostUtilisation } from '../../server/src/strategy/prefill-wait';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { type SearchSpace, settingOf } from '../../server/src/strategy/search-space';

/** The most throughput of groups for both phases, by trying every layout, chunk and batch size. */
export function triedAggregated({ question, ...kinds }: SearchSpace, kind: 'withoutAfd' | 'afd'): number {
  const setting = settingOf(question);
  const limits = limitsOf(question);
  let best = 0;
  for (const layout of kinds[kind].both) {
    for (const serving of layout.servings()) {
      for (let batchSize = 1; batchSize <= (serving.largest()?.batchSize ?? 0); batchSize++) {
        const { ttft, tpot, throughput } = serveAggregated(setting, serving, batchSize, meanCycle);
        if (ttft <= limits.ttft && tpot <= limits.tpot) best = Math.max(best, throughput);
      }
    }
  }
  return best;
}

/**
 * The most throughput of groups for each phase, by trying every pair of groups of every size, every number of them, every batch size and
 * two hundred utilisations.
 */
export function triedPrefillDecode(question: StrategyQuestion, kind: 'withoutAfd' | 'afd'): number {
  const setting = settingOf(question);
  const sizes = Array.from({ length: question.devices }, (_, i) => i + 1);
  const uses = (of: 'withoutAfd' | 'afd') =>
    (of === 'withoutAfd' ? groupsWithoutAfd(question, sizes) : afdGroups(question, sizes, 1)).flatMap((group) => {
      const prepared = prepareGroup(question, group);
      const counts = of === 'withoutAfd' ? [1, 2] : question.microbatches;
      return prepared === undefined ? [] : counts.map((microbatches) => ({ prepared, microbatches }));
    });
  const prefills = prefillServings(setting, [...uses('withoutAfd'), ...(kind === 'afd' ? uses('afd') : [])]);
  const prompts = prefills.map((serving) => ({
    serving,
    rates: bestRates(
      Array.from({ length: 200 }, (_, i) =>
        servePrefill(setting, serving, ((i + 1) / 200) * mostUtilisation, meanCycle),
      ),
    ),
  }));
  let best = 0;
  for (const use of uses(kind)) {
    const largestBatch = largestFittingBatch(setting, use.prepared, { ...use, chunksPerPrompt: 0 }) ?? 0;
    const decode = { ...use, largestBatch };
    for (let batchSize = 1; batchSize <= largestBatch; batchSize++) {
      const tpot = decodeStep(setting, decode, batchSize, meanCycle);
      if (tpot > limitsOf(question).tpot) break;
      const each = decodeRate(decode, batchSize, tpot) / question.workload.decode;
      best = Math.max(best, bestBeside(setting, question, prompts, decode.prepared.devices, each, tpot));
    }
  }
  return best;
}

interface PromptRate {
  readonly rate: number;
  readonly seconds: number;
}

/** By rising times, each with the best rate of those that take no longer. */
function bestRates(rates: readonly PromptRate[]): readonly PromptRate[] {
  let rate = 0;
  return [...rates]
    .sort((a, b) => a.seconds - b.seconds)
    .map((at) => {
      rate = Math.max(rate, at.rate);
      return { seconds: at.seconds, rate };
    });
}

/** The best rate of a prompt that is done within the limit when so much time follows; none is 0. */
function bestWithin(rates: readonly PromptRate[], after: number, limit: number): number {
  let [within, over] = [-1, rates.length];
  while (over - within > 1) {
    const middle = (within + over) >> 1;
    if (rates[middle]!.seconds + after <= limit) within = middle;
    else over = middle;
  }
  return rates[within]?.rate ?? 0;
}

function bestBeside(
  { workload }: Setting,
  question: StrategyQuestion,
  prompts: readonly {
    readonly serving: { readonly prepared: { readonly devices: number } };
    readonly rates: readonly PromptRate[];
  }[],
  size: number,
  each: number,
  tpot: number,
): number {
  const limits = limitsOf(question);
  let best = 0;
  for (const { serving, rates } of prompts) {
    const rate = bestWithin(rates, 1.5 * tpot, limits.ttft);
    for (let groups = 1; groups * serving.prepared.devices + size <= question.devices; groups++) {
      const decodeGroups = Math.floor((question.devices - groups * serving.prepared.devices) / size);
      best = Math.max(best, Math.min(groups * rate, decodeGroups * each) * workload.decode);
    }
  }
  return best;
}

/** Small questions whose batches memory keeps small, all with other costs. */
export function smallQuestion(next: () => number, base: StrategyQuestion): StrategyQuestion {
  const vary = (value: number) => value * Math.exp(1.5 * (next() - 0.5));
  const { costs, workload } = base;
  const { traffic, ffn } = costs;
  const readTime = vary(0.03);
  return {
    ...base,
    devices: 2 + Math.floor(7 * next()),
    workload: {
      ...workload,
      prefill: 4000,
      cachedPrefill: Math.floor(3000 * next()),
      decode: 40 + Math.floor(300 * next()),
      load: { theta: 4200, nu: 800 * next() },
    },
    objectives: { ttft: vary(1.2), tpot: vary(0.03) },
    costs: {
      ...costs,
      ranks: costs.ranks.slice(0, 2).map((rank) => ({
        ...rank,
        decode: { ...rank.decode, alpha: vary(2e-7) },
        memory: { ...rank.memory, kvPerToken: 4e5, capacity: 40e9 },
      })),
      ffn: {
        ...ffn,
        line: { ...ffn.line, experts: { count: 32, perToken: 4, readTime } },
        memory: { ...ffn.memory, sharedWeights: 40e9, experts: 32, capacity: 40e9 },
      },
      traffic: {
        ...traffic,
        routing: { count: 32, perToken: 4 },
        hopSeconds: vary(1e-5),
        scaleUp: { bytesPerSecond: vary(160e9), devices: 4 },
      },
    },
  };
}
