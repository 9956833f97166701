import { cycleTime } from '../cycle/cycle-time';
import { idleShares } from '../cycle/idle';
import type { OperatingPoint, Pools } from '../cycle/operating-point';
import { regime } from '../cycle/regime';
import { bundleCost } from '../cycle/throughput';
import { leastCommonMultiple } from '../mathematics/least-common-multiple';
import { attentionFit, ffnFit } from '../memory/memory-fit';
import { stepRange } from '../optimum/attention-limits';
import { cycleTimeBound } from '../optimum/objectives';
import { attentionLimits, type PoolLimits } from '../optimum/pool-limits';
import { type BoundedBatch, largestAllowedBatch, MemoryBound } from './plan-batch';
import { type BundleRange, planBound } from './plan-bound';
import type { PlanChoice, PlanOutcome, PlanQuestion } from './plan-question';
import { planReasons } from './plan-reasons';

/** A choice as the search knows it. */
interface Found extends BoundedBatch {
  readonly pools: Pools;
  readonly bundles: number;
  readonly microbatches: number;
  readonly perCost: number;
}

/** A range of bundles, in steps of attention workers, that is yet to be looked at. */
interface Stretch extends BundleRange {
  readonly step: number;
  readonly microbatches: number;
  readonly bound: number;
  readonly batchSize: number;
}

/**
 * The best ways to use N workers: attention workers, FFN workers and microbatches of a bundle, as many identical bundles
 * as fit, and for each the largest allowed batch. Best throughput per cost of all N first; no two with the same pools and
 * microbatches. Exact, by branch and bound. Source: docs/theory.md, "Joint choice".
 */
export function plan(question: PlanQuestion): PlanOutcome {
  const found = search(question, question.most ?? 10);
  const [first] = found;
  if (first !== undefined) {
    const best = choiceOf(question, first, undefined);
    return { kind: 'choices', choices: [best, ...found.slice(1).map((each) => choiceOf(question, each, best))] };
  }
  const exists = (relaxed: Partial<PlanQuestion>): boolean => search({ ...question, ...relaxed }, 1).length > 0;
  if (exists({ objectives: undefined })) return { kind: 'none', why: 'objective' };
  return { kind: 'none', why: exists({ objectives: undefined, memory: undefined }) ? 'memory' : 'pools' };
}

/** The best `most` choices, best first. */
function search(question: PlanQuestion, most: number): readonly Found[] {
  const { workers, point } = question;
  const { attentionCost, ffnCost } = point.latency;
  const leastCost = Math.min(attentionCost, ffnCost);
  const best: Found[] = [];
  const threshold = (): number => (best.length < most ? 0 : best[most - 1]!.perCost);

  const tools = new Map(
    question.microbatches.map((microbatches) => {
      const memory = new MemoryBound(question, microbatches);
      const maxCycleTime = cycleTimeBound(question.objectives ?? {}, microbatches)?.maxCycleTime;
      return [microbatches, { memory, maxCycleTime, bound: planBound(question, microbatches, memory, maxCycleTime) }];
    }),
  );

  const evaluate = ({ ffn, low, bundles, microbatches, batchSize: ceiling }: Stretch): void => {
    const { memory, maxCycleTime } = tools.get(microbatches)!;
    const pools = { attention: low, ffn };
    const batch = largestAllowedBatch(question, memory, microbatches, pools, maxCycleTime, Math.ceil(ceiling));
    if (batch === undefined) return;
    const cycle = cycleTime({ ...point, ...batch, microbatches }, pools, 'pipeline');
    const idle = workers - bundles * (low + ffn);
    const cost = bundles * bundleCost(point.latency, pools) + idle * leastCost;
    const perCost = (bundles * low * batch.batchSize) / (cycle * cost);
    if (!(perCost > threshold())) return;
    const after = best.findIndex((other) => other.perCost < perCost);
    best.splice(after < 0 ? best.length : after, 0, { pools, bundles, microbatches, perCost, ...batch });
    best.length = Math.min(best.length, most);
  };

  const bounded = (range: BundleRange & { readonly step: number }, microbatches: number): Stretch => {
    const { perCost: bound, batchSize } = tools.get(microbatches)!.bound(range);
    return { ...range, microbatches, bound, batchSize };
  };
  const look = (stretch: Stretch): void => {
    if (stretch.bound <= threshold()) return;
    const { low, high, step, microbatches } = stretch;
    if (low === high) {
      evaluate(stretch);
      return;
    }
    const middle = low + step * Math.floor((high - low) / step / 2);
    const upper = bounded({ ...stretch, low: middle + step }, microbatches);
    const lower = bounded({ ...stretch, high: middle }, microbatches);
    look(upper.bound >= lower.bound ? upper : lower);
    look(upper.bound >= lower.bound ? lower : upper);
  };

  const ranges = bundleRanges(question);
  const roots = [...tools.keys()].flatMap((microbatches) => ranges.map((range) => bounded(range, microbatches)));
  for (const root of roots.sort((a, b) => b.bound - a.bound)) look(root);
  return best;
}

/** All bundles that fit the limits, by their FFN pool and by how many fit side by side. */
function bundleRanges({ workers, limits, nodeSize = 1 }: PlanQuestion): readonly (BundleRange & { step: number })[] {
  const within: PoolLimits = {
    ...limits,
    attentionStep: leastCommonMultiple(limits.attentionStep, nodeSize),
    ffnStep: leastCommonMultiple(limits.ffnStep, nodeSize),
    maxWorkers: Math.min(limits.maxWorkers, workers),
  };
  const ranges: (BundleRange & { step: number })[] = [];
  for (let ffn = within.ffnStep; ffn <= within.maxWorkers; ffn += within.ffnStep) {
    const ofPool = attentionLimits(within, ffn);
    const { low, high } = stepRange(ofPool);
    const { step } = ofPool;
    for (let k = low; k <= high; ) {
      const bundles = Math.floor(workers / (k * step + ffn));
      if (bundles === 0) break;
      const last = Math.min(high, Math.floor((Math.floor(workers / bundles) - ffn) / step));
      ranges.push({ ffn, bundles, low: k * step, high: last * step, step });
      k = last + 1;
    }
  }
  return ranges;
}

function choiceOf(question: PlanQuestion, found: Found, first: PlanChoice | undefined): PlanChoice {
  const { pools, bundles, microbatches, batchSize, limitedBy, perCost } = found;
  const { memory, largestRequest, workers } = question;
  const point: OperatingPoint = { ...question.point, microbatches, batchSize };
  const cycle = cycleTime(point, pools, 'pipeline');
  const choice = {
    pools,
    bundles,
    microbatches,
    batchSize,
    limitedBy,
    unused: workers - bundles * (pools.attention + pools.ffn),
    throughput: (bundles * pools.attention * batchSize) / cycle,
    perCost,
    cycleTime: cycle,
    tpot: microbatches * cycle,
    regime: regime(point, pools, 'pipeline'),
    idle: idleShares(point, pools, 'pipeline'),
    memory: memory && {
      attention: attentionFit(memory.attention, point, pools.attention, largestRequest),
      ffn: ffnFit(memory.ffn, point, pools),
    },
  };
  return {
    ...choice,
    loss: first === undefined ? 0 : 1 - perCost / first.perCost,
    reasons: first === undefined ? [] : planReasons(choice, first),
  };
}
