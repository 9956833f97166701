import { withinCycleTime } from '../provisioning/cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { largestOfUnimodal, lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import { type AttentionLimits, stepRange } from '../provisioning/optimum/attention-limits';
import { bestAttentionCount } from '../provisioning/optimum/best-attention-count';
import { bestSplit, splitChoices } from '../provisioning/optimum/best-split';
import type { PoolChoices, PoolLimits } from '../provisioning/optimum/pool-limits';
import { pointsIn, searchPoints, type World } from './world';

/** With less more expected throughput than this the best of the given point stays: other worlds would not tell them apart. */
const leastDifference = 0.003;

/** The mean throughput per instance of pools at equally likely points. */
export function expectedThroughput(points: readonly OperatingPoint[], pools: Pools, form: AnswerForm): number {
  return points.reduce((sum, point) => sum + throughputPerInstance(point, pools, form), 0) / points.length;
}

/**
 * The pools of highest expected throughput over the worlds beside a fixed FFN pool, within the limits; undefined where these
 * leave none. Source: docs/theory.md, "Recommendation".
 */
export function expectedAttention(
  point: OperatingPoint,
  ffn: number,
  form: AnswerForm,
  limits: AttentionLimits,
  worlds: readonly World[],
): Pools | undefined {
  const attention = bestAttentionCount(point, ffn, form, limits);
  if (attention === undefined) return undefined;
  const { low, high } = stepRange(limits);
  const { step } = limits;
  const choices = { size: high - low + 1, at: (index: number) => ({ attention: (low + index) * step, ffn }) };
  return bestNearby(point, form, choices, attention / step - low, limits.maxCycleTime, worlds);
}

/** The split of a total of workers of highest expected throughput; undefined where none is within the limits. */
export function expectedSplit(
  point: OperatingPoint,
  total: number,
  form: AnswerForm,
  limits: PoolLimits,
  worlds: readonly World[],
): Pools | undefined {
  const best = bestSplit(point, total, form, limits);
  const choices = best && splitChoices(total, limits);
  if (!best || !choices) return undefined;
  const index = lastOfPrefix((at) => choices.at(at).attention <= best.attention, 0, choices.size - 1)!;
  return bestNearby(point, form, choices, index, limits.maxCycleTime, worlds);
}

/** How far to each side is looked whether more or fewer attention workers are better, as shares of their number. */
const lookAround = [0, 0.06, 0.2];

/** From half to twice the attention workers of the given point's best, of choices in their order. */
function bestNearby(
  point: OperatingPoint,
  form: AnswerForm,
  choices: PoolChoices,
  centre: number,
  maxCycleTime: number | undefined,
  worlds: readonly World[],
): Pools {
  const given = choices.at(centre);
  const attentionAt = (index: number): number => choices.at(index).attention;
  const points = searchPoints(worlds, point);
  const expected = (index: number): number => expectedThroughput(points, choices.at(index), form);
  const isBetter = (index: number): boolean => expected(index) > expectedHere;
  const isFew = (index: number): boolean => 2 * attentionAt(index) < given.attention;
  const isAllowed = (index: number): boolean =>
    attentionAt(index) <= 2 * given.attention && withinCycleTime(point, choices.at(index), form, maxCycleTime);
  const expectedHere = expected(centre);
  const workersPerStep = spacing(choices, centre);
  const steps = lookAround.map((share) => Math.max(1, Math.round((share * given.attention) / workersPerStep)));
  const low = (lastOfPrefix(isFew, 0, centre) ?? -1) + 1;
  const high = lastOfPrefix(isAllowed, centre, choices.size - 1) ?? centre;
  const best = steps.some((step) => centre - step >= low && isBetter(centre - step))
    ? largestOfUnimodal(expected, low, centre)
    : steps.some((step) => centre + step <= high && isBetter(centre + step))
      ? largestOfUnimodal(expected, centre, high)
      : centre;
  if (best === centre) return given;
  const all = pointsIn(worlds, point);
  const moved = choices.at(best);
  return expectedThroughput(all, moved, form) > expectedThroughput(all, given, form) * (1 + leastDifference)
    ? moved
    : given;
}

/** Attention workers from one choice to the next. */
function spacing(choices: PoolChoices, centre: number): number {
  const other = centre > 0 ? centre - 1 : centre + 1;
  return other < choices.size ? Math.abs(choices.at(other).attention - choices.at(centre).attention) : 1;
}
