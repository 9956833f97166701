import type { Evaluation, Sizing } from '../evaluation/evaluation';
import { isOverMemory } from '../evaluation/memory-use';
import type { Deployment } from '../manifest/deployment';
import { type Pools, samePools } from '../provisioning/cycle/operating-point';
import { isSmallerBundle } from '../provisioning/optimum/recommendation';
import { formatGainBand, formatNumber, formatPools, formatThroughput, quote } from '../text/format';
import { objectiveNames, regimeWords } from '../text/words';

/** The one-line summary of a deployment, as its code lens shows it. */
export function summarize(deployment: Deployment, evaluation: Evaluation): string {
  const { attention, ffn } = deployment;
  const pools =
    attention && ffn
      ? formatPools({ attention: attention.workers, ffn: ffn.workers })
      : (deployment.name ?? 'AFD deployment');
  const { sizing, interval, workload, profile, memory } = evaluation;
  if (sizing && profile) {
    const throughput = formatThroughput(sizing.throughput, profile.timeUnit, profile.weighted);
    const uncalibrated = profile.calibration === 'roofline' ? ['uncalibrated'] : [];
    return [pools, regimeWords[sizing.regime], throughput, standing(sizing, memory), ...uncalibrated].join(' · ');
  }
  if (interval && workload?.estimate.kind === 'interval') {
    const { thetaLow, thetaHigh } = workload.estimate;
    const theta = `theta ${formatNumber(thetaLow)} to ${formatNumber(thetaHigh)}`;
    return [pools, theta, `optimum ${formatPools(interval.low)} to ${formatPools(interval.high)}`].join(' · ');
  }
  return `${pools} · ${whyNot(deployment, evaluation)}`;
}

const noRoom = 'does not fit into memory';

/** Where the configured pools stand to the optimum, in a few words. */
export function standing(sizing: Sizing, memory: Evaluation['memory']): string {
  if (isOverMemory(memory)) return noRoom;
  const { optimum, pools } = sizing;
  if (samePools(optimum, pools))
    return sizing.missedObjective ? `over the ${objectiveNames[sizing.missedObjective.name]} objective` : 'optimal';
  return inBand(sizing) ? `within 1 % of ${formatPools(optimum)}` : `optimum ${formatPools(optimum)}`;
}

/** True when the configured attention count is among those within 1 % of the best at its FFN pool, and nothing beats it by more. */
export function inBand({ band, pools, best }: Sizing): boolean {
  return (
    band !== undefined &&
    band.low.attention <= pools.attention &&
    pools.attention <= band.high.attention &&
    (best?.gain ?? 0) <= 0.01
  );
}

/** The optimum and what it gains: `optimum 10A:1F, +11 % (+7 to +14 %) tokens/s per worker`. */
export function advantage(sizing: Sizing, memory: Evaluation['memory'], weighted: boolean): string {
  const { best } = sizing;
  const first = isOverMemory(memory) ? `${noRoom}; ` : '';
  if (!best) {
    return sizing.missedObjective
      ? `${first}over the ${objectiveNames[sizing.missedObjective.name]} objective; no pool sizes that meet it have more throughput`
      : `${first}no other pool sizes are predicted to be better`;
  }
  const gain = formatGainBand(best.gain, best.gainLow, best.gainHigh);
  const bundles = isSmallerBundle(best, sizing.pools) ? ` (${bundlesNeeded(best.pools, sizing.pools)})` : '';
  return `${first}optimum ${formatPools(best.pools)}${bundles}, ${gain} tokens/s per ${weighted ? 'unit of cost' : 'worker'}`;
}

/** What keeps the recommendation from going further, as a sentence; empty where nothing does. */
export function limitSentence({ topology }: Deployment, { limitedBy }: Sizing): string {
  if (limitedBy === undefined) return '';
  const named = limitedBy === 'memory' ? 'memory of an FFN worker' : limitedBy;
  const by = limitedBy === 'engine' ? (topology?.by ?? 'the engine') : `the ${named}`;
  return `The recommendation is limited by ${by}.`;
}

/** How many of a smaller bundle have as many workers as the configured one: `20 such bundles have about as many workers`. */
export function bundlesNeeded(bundle: Pools, configured: Pools): string {
  const count = Math.round((configured.attention + configured.ffn) / (bundle.attention + bundle.ffn));
  return count < 2 ? 'a smaller bundle' : `${count} such bundles have about as many workers`;
}

function whyNot({ workload, latencyProfile }: Deployment, evaluation: Evaluation): string {
  if (evaluation.loading) {
    const file = evaluation.traceState?.kind === 'loading' ? workload?.trace?.path.value : latencyProfile?.value;
    return `reading ${quote(file ?? 'files').replaceAll('`', '')}`;
  }
  if (evaluation.outOfRange.length > 0)
    return `no prediction: ${evaluation.outOfRange[0]!.what} outside the calibrated range`;
  if (evaluation.traceState && evaluation.traceState.kind !== 'ready') return 'not evaluated: the trace cannot be used';
  if (evaluation.statisticsError) return 'not evaluated: the statistics cannot be used';
  if (latencyProfile && !evaluation.profile) return 'not evaluated: the latency profile cannot be used';
  if (evaluation.missing.some(({ templated }) => templated)) return 'not evaluated: filled in by a template';
  return 'not evaluated: a fact is missing';
}
