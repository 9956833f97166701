import type { Sizing } from '../evaluation/evaluation';
import { formatCounted, formatGainBand, formatPools, formatShare } from '../text/format';
import { type BandSource, bandShares, bandSources } from '../uncertainty/band-shares';

const names: Readonly<Record<BandSource, string>> = {
  workload: 'theta and nu',
  attention: 'attention times',
  ffn: 'FFN times',
  communication: 'communication times',
  theory: 'what the theory misses',
};

/** What would narrow the band most, of what a reader can do. */
const advice: Readonly<Record<Exclude<BandSource, 'theory'>, string>> = {
  workload: '; a longer trace would narrow it most',
  attention: '; measured attention times would narrow it most',
  ffn: '; measured FFN times would narrow it most',
  communication: '; measured communication times would narrow it most',
};

/** A source of less than this share is not worth a word. */
const leastShare = 0.05;

/** What the band of the optimum's gain comes from, and what would narrow it most; empty without a gain or an error. */
export function bandLine({ best, point, pools, form, worlds }: Sizing): string {
  const shares = best && bandShares(point, pools, best.pools, form, worlds);
  if (!shares) return '';
  const told = bandSources.filter((source) => shares[source] >= leastShare).sort((a, b) => shares[b] - shares[a]);
  const parts = told.map((source) => `${names[source]} ${formatShare(shares[source])}`);
  const first = told.find((source) => source !== 'theory');
  return `the gain's 90 % band comes from ${parts.join(', ')}${first ? advice[first] : ''}`;
}

/** The other ways to gain, each with its band and its workers; empty where there is none. */
export function alternativesLine({ best, recommendations }: Sizing): string {
  const others = recommendations.filter((each) => each !== best);
  if (others.length === 0) return '';
  const parts = others.map(
    ({ pools, gain, gainLow, gainHigh }) =>
      `${formatPools(pools)}, ${formatCounted(pools.attention + pools.ffn, 'worker')}, ${formatGainBand(gain, gainLow, gainHigh)}`,
  );
  return `also: ${parts.join('; ')}`;
}
