import { samePools } from '../../provisioning/cycle/operating-point';
import type { Estimate } from '../../simulation/scenario';
import type { SimulatedSweep, SimulatedSweepPoint, TheorySweep } from '../../sweep/sweep';
import { columns } from '../../text/columns';
import {
  formatCounted,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatShareEstimate,
  formatThroughputEstimate,
  formatTimeEstimate,
  plainWord,
} from '../../text/format';
import type { SimulatedDeployment } from './simulation-json';
import { sweepPlot } from './sweep-plot';

/** A simulated deployment for a terminal: plot, table, verdict, and what it rests on. */
export function simulationText({ file, theory, simulated }: SimulatedDeployment): string {
  const { title, timeUnit, weighted, inputs } = theory;
  const per = `${timeUnit === 'cycle' ? 'tok/cycle' : 'tok/s'} per ${weighted ? 'unit of cost' : 'worker'}`;
  const flight = formatCounted(inputs.microbatches, 'microbatch', 'microbatches');
  return [
    `${plainWord(title)} (${file}): batch size ${formatNumber(inputs.batchSize)}, ${flight} in flight, ${plainWord(inputs.profile)}`,
    '',
    `throughput, ${per}`,
    sweepPlot(theory, simulated),
    '',
    ...table(theory, simulated),
    '',
    verdict(simulated),
    provenance(simulated),
    ...theory.notes,
    '',
  ].join('\n');
}

const header = [
  '',
  'r',
  'theory',
  'simulated',
  'first 80 %',
  'TPOT',
  'TPOT p99',
  'attn idle',
  'FFN idle',
  'barrier',
  '',
];

function table(theory: TheorySweep, simulated: SimulatedSweep): readonly string[] {
  const { timeUnit } = theory;
  const rows = simulated.points.map((point) => {
    return [
      formatPools(point),
      formatRatioValue(point.ratio).replace(/\.00$/, ''),
      formatThroughputEstimate(point.theory, undefined, timeUnit),
      formatThroughputEstimate(point.throughput.mean, reach(point.throughput), timeUnit),
      formatThroughputEstimate(point.throughputFirst80.mean, reach(point.throughputFirst80), timeUnit),
      formatTimeEstimate(point.tpotMean.mean, undefined, timeUnit),
      formatTimeEstimate(point.tpotP99.mean, undefined, timeUnit),
      formatShareEstimate(point.idleAttention.mean, reach(point.idleAttention)),
      formatShareEstimate(point.idleFfn.mean, reach(point.idleFfn)),
      formatShare(point.barrierOverhead.mean),
      marks(point, theory, simulated),
    ];
  });
  return columns([header, ...rows]);
}

/** Half the width of an interval. */
function reach({ mean, high }: Estimate): number | undefined {
  return high === undefined ? undefined : high - mean;
}

function marks(point: SimulatedSweepPoint, theory: TheorySweep, { best }: SimulatedSweep): string {
  return [
    ...(samePools(point, theory.configured) ? ['configured'] : []),
    ...(samePools(point, theory.predicted) ? ['predicted'] : []),
    ...(samePools(point, best) ? ['best'] : []),
  ].join(', ');
}

function verdict({ predicted, best, ratioErrorPercent, regretPercent }: SimulatedSweep): string {
  // A predicted ratio that was not simulated has no regret.
  const regret = Number.isFinite(regretPercent) ? `${formatShare(regretPercent / 100)} of throughput` : 'unknown';
  return `predicted ${formatPools(predicted)}, simulated best ${formatPools(best)}: ratio error ${formatShare(ratioErrorPercent / 100)}, regret ${regret}`;
}

function provenance({ requests, requestsPerWorker, replications, seed, start }: SimulatedSweep): string {
  const intervals = replications === 1 ? 'no intervals' : '± is a 95 % interval';
  return `${requests}; ${formatCounted(requestsPerWorker, 'request')} per attention worker, ${formatCounted(replications, 'replication')}, ${start} start, seed ${seed}; ${intervals}`;
}
