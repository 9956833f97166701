import type { Pools } from '../provisioning/cycle/operating-point';
import { asGoodAttention } from '../uncertainty/as-good';
import { expectedAttention } from '../uncertainty/expected-best';
import { ToldOnce } from '../uncertainty/told-once';
import type { Sizing } from './evaluation';
import { attentionLimitsOf } from './sizing-limits';

/** Pools of the configured FFN workers, from the fewest to the most attention workers. */
export interface AsGoodPools {
  readonly low: Pools;
  readonly high: Pools;
}

const known = new ToldOnce<Sizing, AsGoodPools | undefined>();

/**
 * The attention counts beside the configured FFN pool that are as good as the best within the errors; undefined where
 * nothing is allowed beside it. It takes longer than a keystroke may, so it is told only where it is shown, and once.
 */
export function asGoodPools(sizing: Sizing): AsGoodPools | undefined {
  return known.get(sizing, () => search(sizing));
}

function search({ point, pools, form, limits, worlds }: Sizing): AsGoodPools | undefined {
  const within = attentionLimitsOf(limits, pools.ffn);
  const expected = expectedAttention(point, pools.ffn, form, within, worlds);
  if (expected === undefined) return undefined;
  const { low, high } = asGoodAttention(point, expected, form, within, worlds);
  return { low: { ...pools, attention: low }, high: { ...pools, attention: high } };
}
