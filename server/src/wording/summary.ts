import type { Evaluation, Sizing } from '../evaluation/evaluation';
import { isOverMemory } from '../evaluation/memory-use';
import { largestDoubt, thetaDoubt } from '../evaluation/workload/theta-doubt';
import type { Deployment } from '../manifest/deployment';
import { type Pools, samePools } from '../provisioning/cycle/operating-point';
import { formatGainBand, formatNumber, formatPools, formatThroughput, quote } from '../text/format';
import { objectiveNames, regimeWords } from '../text/words';
import { isSmallerBundle } from '../uncertainty/recommendation';

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
  return sizing.quiet ? asGood : `optimum ${formatPools(optimum)}`;
}

/** What is said of pools that nothing beats by more than what is known of workload, profile and theory can tell. */
export const asGood = 'as good as the best within the errors';

/** The optimum, what it gains and with how many workers: `optimum 10A:1F, +11 % (+7 to +14 %) tokens/s per worker with 11 workers instead of 5`. */
export function advantage(sizing: Sizing, memory: Evaluation['memory'], weighted: boolean): string {
  const { best } = sizing;
  const first = isOverMemory(memory) ? `${noRoom}; ` : '';
  if (!best) {
    return sizing.missedObjective
      ? `${first}over the ${objectiveNames[sizing.missedObjective.name]} objective; no pool sizes that meet it have more throughput`
      : `${first}no other pool sizes are predicted to be better`;
  }
  const gain = formatGainBand(best.gain, best.gainLow, best.gainHigh);
  const per = weighted ? 'unit of cost' : 'worker';
  if (sizing.quiet) return `${first}${asGood}: ${formatPools(best.pools)} gives ${gain} tokens/s per ${per}`;
  const bundles = isSmallerBundle(best, sizing.pools) ? ` (${bundlesNeeded(best.pools, sizing.pools)})` : '';
  const [workers, configured] = [best.pools, sizing.pools].map(({ attention, ffn }) => attention + ffn);
  const isOneOfSeveral = bundles.includes('such bundles');
  const total = workers === configured || isOneOfSeveral ? '' : ` with ${workers} workers instead of ${configured}`;
  return `${first}optimum ${formatPools(best.pools)}${bundles}, ${gain} tokens/s per ${per}${total}`;
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
  const { workload: known } = evaluation;
  if (known?.estimate.kind === 'point' && thetaDoubt(known.estimate) > largestDoubt)
    return 'not evaluated: theta is hardly known';
  if (latencyProfile && !evaluation.profile) return 'not evaluated: the latency profile cannot be used';
  if (evaluation.missing.some(({ templated }) => templated)) return 'not evaluated: filled in by a template';
  return 'not evaluated: a fact is missing';
}
