import type { Evaluation } from '../evaluation/evaluation';
import { holdsBatch, planQuestion } from '../evaluation/plan-deployment';
import { planStanding } from '../evaluation/plan-standing';
import type { Deployment } from '../manifest/deployment';
import { plan } from '../provisioning/plan/plan';
import { formatCount, formatCounted, formatGainBand, formatNumber } from '../text/format';
import { bundleWords, limitWords } from './plan-words';

/** Beyond so many workers the search takes longer than a hover should. */
const mostWorkers = 512;

/** A joint choice that gains less over the configured one is as good as that. */
const leastGain = 0.01;

/**
 * The best use of the configured workers with batch size and microbatches free, and what it gains; empty where that is
 * nothing, or where nothing bounds the batch size. Of launches nothing is said: they state requests in flight, and their
 * memory is not known. Takes some milliseconds.
 */
export function jointChoiceLine(deployment: Deployment, evaluation: Evaluation): string {
  const { sizing, profile } = evaluation;
  if (sizing?.form !== 'pipeline' || !profile || deployment.launches.length > 0) return '';
  const workers = sizing.pools.attention + sizing.pools.ffn;
  if (workers > mostWorkers) return '';
  const planned = planQuestion(deployment, evaluation, { workers });
  if (planned.kind !== 'plan' || holdsBatch(planned)) return '';
  const outcome = plan({ ...planned.question, most: 1 });
  const [best] = outcome.kind === 'choices' ? outcome.choices : [];
  const standing = best && planStanding(evaluation, planned, best);
  if (!standing || standing.isFirst) return '';
  const { gain, breaks } = standing;
  if (breaks === undefined && gain.gain < leastGain) return '';
  const per = profile.weighted ? 'unit of cost' : 'worker';
  const keeps = { memory: 'it fits in memory', objective: 'it keeps the objective' };
  const parts = [
    `joint choice for the same ${formatCounted(workers, 'worker')}: ${bundleWords(best)}`,
    `batch size ${formatNumber(best.batchSize)} (limited by ${limitWords(planned, best)})`,
    formatCounted(best.microbatches, 'microbatch', 'microbatches'),
    `${formatGainBand(gain.gain, gain.low, gain.high)} tokens/s per ${per}`,
    ...(best.unused === 0 ? [] : [`${formatCount(best.unused)} of them unused`]),
    ...(breaks === undefined ? [] : [`${gain.gain < 0 ? 'but' : 'and'} ${keeps[breaks]}`]),
    ...(best.memory === undefined ? ['if the KV cache holds that'] : []),
  ];
  return parts.join(', ');
}
