import { type AnswerForm, type OperatingPoint, type Pools, samePools } from '../provisioning/cycle/operating-point';
import { attentionLimits, type PoolLimits } from '../provisioning/optimum/pool-limits';
import { smallestBundle } from '../provisioning/optimum/smallest-bundle';
import { expectedAttention, expectedSplit } from './expected-best';
import { gainBandFrom } from './gain-band';
import type { World } from './world';

/**
 * What an alternative keeps: the FFN pool (a new attention count), the total of workers (the best split), or nothing
 * (the best ratio in the smallest bundle).
 */
export type RecommendationBasis = 'same-ffn-pool' | 'same-total' | 'smallest-bundle';

/**
 * A deployable alternative to the configured pools. Gains are fractions: 0.112 is 11.2 % more throughput per instance; the
 * median of the plausible worlds, and the ends of the band that holds 90 % of them.
 */
export interface Recommendation {
  readonly basis: RecommendationBasis;
  readonly pools: Pools;
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
  /** The share of the worlds in which it is better. */
  readonly chanceBetter: number;
}

/** Gains that differ by less than this count as equal; the basis then decides. */
const SAME_GAIN = 0.002;

/** What a smaller bundle must reach against every other alternative, or against the configured pools, to come first. */
const CLEARLY_BETTER = 1.01;

/** A gain below this is rounding. */
const LEAST_GAIN = 1e-9;

/**
 * Up to three deployable alternatives that beat the configured pools, best gain first; among gains within 0.2
 * percentage points of the best remaining one, the same FFN pool comes before the same total before the smallest
 * bundle. A bundle smaller than the configured one keeps the capacity only when several of it are run, so it comes last
 * unless it beats every other by more than 1 %. Each has the highest expected throughput of its kind. Empty where nothing
 * allowed is better. Source: docs/theory.md, "Recommendation".
 */
export function recommend(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  limits: PoolLimits,
  worlds: readonly World[],
): Recommendation[] {
  const beside = (ffn: number): Pools | undefined =>
    expectedAttention(point, ffn, form, attentionLimits(limits, ffn), worlds);
  const sameFfn = beside(pools.ffn);
  const smallest = smallestBundle(point, form, limits);
  const candidates: readonly [RecommendationBasis, Pools | undefined][] = [
    ['same-ffn-pool', sameFfn],
    ['same-total', expectedSplit(point, pools.attention + pools.ffn, form, limits, worlds)],
    ['smallest-bundle', smallest && (smallest.ffn === pools.ffn ? sameFfn : beside(smallest.ffn))],
  ];
  const gainOf = gainBandFrom(point, pools, form, worlds);
  const alternatives: Recommendation[] = [];
  for (const [basis, to] of candidates) {
    if (to === undefined || alternatives.some((other) => samePools(other.pools, to))) continue;
    const { gain, low, high, chanceBetter } = gainOf(to);
    if (gain > LEAST_GAIN) alternatives.push({ basis, pools: to, gain, gainLow: low, gainHigh: high, chanceBetter });
  }
  return smallerBundleLast(inOrder(alternatives), pools);
}

/** True for the smallest bundle where it has fewer workers than configured: several of it stand for one of those. */
export function isSmallerBundle({ basis, pools }: Recommendation, configured: Pools): boolean {
  return basis === 'smallest-bundle' && pools.attention + pools.ffn < configured.attention + configured.ffn;
}

/** `alternatives` come in the order of preference among equal gains. */
function inOrder(alternatives: readonly Recommendation[]): Recommendation[] {
  const left = [...alternatives];
  const ordered: Recommendation[] = [];
  while (left.length > 0) {
    const bestGain = Math.max(...left.map((alternative) => alternative.gain));
    const next = left.findIndex((alternative) => alternative.gain > bestGain - SAME_GAIN);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

function smallerBundleLast(ordered: readonly Recommendation[], configured: Pools): Recommendation[] {
  const smaller = ordered.find((alternative) => isSmallerBundle(alternative, configured));
  const others = ordered.filter((alternative) => alternative !== smaller);
  if (smaller === undefined) return others;
  const bestOther = Math.max(0, ...others.map((alternative) => alternative.gain));
  return 1 + smaller.gain > (1 + bestOther) * CLEARLY_BETTER ? [smaller, ...others] : [...others, smaller];
}
