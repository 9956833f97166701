import { withinCycleTime } from '../cycle/cycle-time';
import { bendsWithPools } from '../cycle/frozen-lines';
import type { AnswerForm, OperatingPoint, Pools } from '../cycle/operating-point';
import { throughputPerInstance } from '../cycle/throughput';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import { stepRange } from './attention-limits';
import { bestAttentionCount } from './best-attention-count';
import { bestFfnCount } from './best-ffn-count';
import { boundedSearch } from './bounded-search';
import { attentionLimits, fewestFfnSteps, ffnChoices, type PoolLimits } from './pool-limits';

/** One of the two pools has at most this many steps, counted from the fewest that memory allows. */
const MOST_STEPS = 8;

/** A bundle counts as good when its throughput reaches this share of the best. */
const GOOD_ENOUGH = 0.995;

interface Bundle {
  readonly pools: Pools;
  readonly throughput: number;
}

/** The best bundle with one pool held, and how far the other pool may shrink within the limits. */
interface Family {
  readonly best: Bundle;
  readonly mostStepsFewer: number;
  readonly fewer: (steps: number) => Bundle;
}

/**
 * The bundle with the fewest workers whose throughput per instance is within 0.5 % of the best, over all bundles of
 * which one pool has one of its eight smallest sizes: attention one to eight steps, FFN the same from the fewest whose
 * memory holds one step of attention workers; undefined where the limits leave none.
 * Source: docs/theory.md, "Recommendation".
 */
export function smallestBundle(point: OperatingPoint, form: AnswerForm, limits: PoolLimits): Pools | undefined {
  const families: Family[] = [];
  const fewestFfn = fewestFfnSteps(limits, limits.attentionStep);
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const withFfn = familyOfFfn((fewestFfn - 1 + steps) * limits.ffnStep, point, form, limits);
    if (withFfn !== undefined) families.push(withFfn);
    const withAttention = familyOfAttention(steps * limits.attentionStep, point, form, limits);
    if (withAttention !== undefined) families.push(withAttention);
  }

  const goodEnough = GOOD_ENOUGH * Math.max(...families.map((family) => family.best.throughput));
  let smallest: Bundle | undefined;
  for (const family of families) {
    if (family.best.throughput < goodEnough) continue;
    const candidate = family.fewer(mostFewer(family, goodEnough, point, form, limits.maxCycleTime));
    if (smallest === undefined || workersIn(candidate) < workersIn(smallest)) smallest = candidate;
  }
  return smallest?.pools;
}

/** How many steps the other pool may shrink with the bundle still good. */
function mostFewer(
  { mostStepsFewer: most, fewer }: Family,
  goodEnough: number,
  point: OperatingPoint,
  form: AnswerForm,
  maxCycleTime: number | undefined,
): number {
  if (bendsWithPools(point.latency)) {
    const choices = { size: most + 1, at: (steps: number) => fewer(steps).pools };
    return boundedSearch(point, form, choices, maxCycleTime).firstReaching(goodEnough, most, 0) ?? 0;
  }
  const good = (steps: number): boolean => {
    const { pools, throughput } = fewer(steps);
    return throughput >= goodEnough && withinCycleTime(point, pools, form, maxCycleTime);
  };
  return lastOfPrefix(good, 0, most) ?? 0;
}

function familyOfFfn(ffn: number, point: OperatingPoint, form: AnswerForm, limits: PoolLimits): Family | undefined {
  if (ffn > limits.maxWorkers) return undefined;
  const within = attentionLimits(limits, ffn);
  const attention = bestAttentionCount(point, ffn, form, within);
  if (attention === undefined) return undefined;
  const fewer = (steps: number): Bundle => bundle(point, { attention: attention - steps * within.step, ffn }, form);
  return { best: fewer(0), mostStepsFewer: attention / within.step - stepRange(within).low, fewer };
}

function familyOfAttention(
  attention: number,
  point: OperatingPoint,
  form: AnswerForm,
  limits: PoolLimits,
): Family | undefined {
  if (attention > limits.maxWorkers) return undefined;
  const ffn = bestFfnCount(point, attention, form, limits);
  if (ffn === undefined) return undefined;
  const choices = ffnChoices(limits, attention);
  const index = lastOfPrefix((at) => choices.at(at).ffn <= ffn, 0, choices.size - 1)!;
  const fewer = (steps: number): Bundle => bundle(point, choices.at(index - steps), form);
  return { best: fewer(0), mostStepsFewer: index, fewer };
}

function bundle(point: OperatingPoint, pools: Pools, form: AnswerForm): Bundle {
  return { pools, throughput: throughputPerInstance(point, pools, form) };
}

function workersIn({ pools }: Bundle): number {
  return pools.attention + pools.ffn;
}
