import type { Regime } from '../../../server/src/provisioning/cycle/operating-point';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatCount, formatCounted, formatGainBand, formatPools, formatShare } from '../../../server/src/text/format';
import { regimeWords } from '../../../server/src/text/words';
import { changeText, differences } from '../controls/what-if';

/** A piece of a sentence; `strong` is what to see at a glance. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}

/** Words for the regimes where room is scarce. */
export const shortRegimeWords: Readonly<Record<Regime, string>> = {
  attention: 'attention',
  communication: 'comm.',
  ffn: 'FFN',
  pipeline: 'pipeline',
};

/** True where the configured pools are slower than slo.tpot. */
function isOverTpot({ configured, tpotLimit }: TheorySweep): boolean {
  return typeof tpotLimit === 'number' && !(configured.tpot <= tpotLimit * (1 + 1e-9));
}

/** True where no other pools than the configured ones are best, also with slo.tpot left aside. */
export function isBest({ configured, recommended, predicted }: TheorySweep): boolean {
  return !recommended && predicted.attention === configured.attention && predicted.ffn === configured.ffn;
}

/** What a recommended bundle smaller than the configured one stands for: `64 such bundles have about as many workers`. */
export function bundleText({ configured, recommended }: TheorySweep): string {
  if (!recommended || recommended.ffn === configured.ffn) return '';
  const total = (pools: { readonly attention: number; readonly ffn: number }): number => pools.attention + pools.ffn;
  if (total(recommended) >= total(configured)) return '';
  const count = Math.round(total(configured) / total(recommended));
  return count < 2 ? 'a smaller bundle' : `${formatCount(count)} such bundles have about as many workers`;
}

/** What the sweep says, in one line: `3A:1F is attention-bound · best 9A:1F, +17 % (+7.4 to +17 %) tokens/s per worker`. */
export function verdict(sweep: TheorySweep): readonly Piece[] {
  const { configured, recommended, weighted } = sweep;
  const changed = differences(sweep).map(changeText);
  const pieces: Piece[] = [{ text: `${formatPools(configured)} is ${regimeWords[configured.regime]}`, strong: true }];
  if (changed.length > 0) pieces.push({ text: ` with ${changed.join(', ')}`, strong: false });
  const over = isOverTpot(sweep);
  if (over) pieces.push({ text: ' · ', strong: false }, { text: 'over the TPOT objective', strong: true });
  if (!recommended) {
    const standing = over
      ? 'no pool sizes that meet it have more throughput'
      : 'no other pool sizes are predicted to be better';
    return [...pieces, { text: ` · ${standing}`, strong: false }];
  }
  const bundle = bundleText(sweep);
  const gain = formatGainBand(recommended.gain, recommended.gainLow, recommended.gainHigh);
  return [
    ...pieces,
    { text: ' · best ', strong: false },
    { text: formatPools(recommended), strong: true },
    {
      text: `${bundle && ` (${bundle})`}, ${gain} tokens/s per ${weighted ? 'unit of cost' : 'worker'}`,
      strong: false,
    },
  ];
}

/** How the prediction stands to the simulation, in one line. */
export function comparison({ predicted, best, ratioErrorPercent, regretPercent }: SimulatedSweep): string {
  const measures = [
    ['ratio error', ratioErrorPercent],
    ['regret', regretPercent],
  ] as const;
  // A message carries what is not a number as null.
  const known = measures.filter(([, percent]) => Number.isFinite(percent));
  return [
    `predicted ${formatPools(predicted)}, simulated best ${formatPools(best)}`,
    ...known.map(([name, percent]) => `${name} ${formatShare(percent / 100)}`),
  ].join(' · ');
}

/** What was simulated: requests, how many, replications, seed, start. */
export function simulationSentence(simulated: SimulatedSweep): string {
  const { requests, requestsPerWorker, replications, seed, start } = simulated;
  const begin =
    start === 'stationary' ? 'workers start in the middle of their requests' : 'workers start with fresh requests';
  return `Simulated: ${[
    requests,
    `${formatCount(requestsPerWorker)} per attention worker`,
    formatCounted(replications, 'replication'),
    `seed ${seed}`,
    begin,
  ].join(' · ')}`;
}
