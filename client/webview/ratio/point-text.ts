import type { Interval } from '../../../server/src/charts/sweep-marks';
import type { SimulatedSweep, SimulatedSweepPoint, TheoryPoint, TheorySweep } from '../../../server/src/sweep/sweep';
import {
  formatPools,
  formatRatioValue,
  formatShare,
  formatShareEstimate,
  formatThroughput,
  formatThroughputEstimate,
  formatTime,
  formatTimeEstimate,
} from '../../../server/src/text/format';
import { regimeWords } from '../../../server/src/text/words';

/** One figure of a point, by the theory and by the simulation; empty where there is none. */
export interface PointLine {
  readonly label: string;
  readonly theory: string;
  readonly simulated: string;
}

/** The simulated point at the pools of a theory point. */
export function simulatedAt(
  simulated: SimulatedSweep | undefined,
  { attention, ffn }: TheoryPoint,
): SimulatedSweepPoint | undefined {
  return simulated?.points.find((point) => point.attention === attention && point.ffn === ffn);
}

/** `5A:1F · ratio 5.00 · attention-bound`. */
export function pointTitle(point: TheoryPoint): string {
  return [formatPools(point), `ratio ${formatRatioValue(point.ratio)}`, regimeWords[point.regime]].join(' · ');
}

/** The figures of one point. */
export function pointLines(
  sweep: TheorySweep,
  point: TheoryPoint,
  simulated: SimulatedSweepPoint | undefined,
): readonly PointLine[] {
  const text = figureTexts(sweep);
  const share = (label: string, key: 'idleAttention' | 'idleFfn'): PointLine => ({
    label,
    theory: text.share(point[key]),
    simulated: simulated ? text.measuredShare(simulated[key]) : '',
  });
  return [
    {
      label: 'throughput',
      theory: text.throughput(point.throughput),
      simulated: simulated ? text.measuredThroughput(simulated.throughput) : '',
    },
    {
      label: 'TPOT, mean',
      theory: text.time(point.tpot),
      simulated: simulated ? text.measuredTime(simulated.tpotMean) : '',
    },
    share('attention idle', 'idleAttention'),
    share('FFN idle', 'idleFfn'),
  ];
}

/** The same as one sentence, for who cannot see the chart. */
export function pointSentence(
  sweep: TheorySweep,
  point: TheoryPoint,
  simulated: SimulatedSweepPoint | undefined,
): string {
  const lines = pointLines(sweep, point, simulated).map(
    ({ label, theory, simulated: measured }) => `${label} ${theory}${measured ? `, simulated ${measured}` : ''}`,
  );
  return `${pointTitle(point)}: ${lines.join('; ')}.`;
}

/** Half the width of an interval, undefined where it is not known. */
function halfWidth({ low, high }: Interval): number | undefined {
  return typeof low === 'number' && typeof high === 'number' ? (high - low) / 2 : undefined;
}

/** What writes the figures of a sweep, those of the theory and those that were measured. */
export function figureTexts({ timeUnit }: TheorySweep) {
  return {
    throughput: (value: number) => formatThroughputEstimate(value, undefined, timeUnit),
    time: (value: number) => formatTime(value, timeUnit),
    share: formatShare,
    measuredThroughput: (estimate: Interval) => formatThroughputEstimate(estimate.mean, halfWidth(estimate), timeUnit),
    measuredTime: (estimate: Interval) => formatTimeEstimate(estimate.mean, halfWidth(estimate), timeUnit),
    measuredShare: (estimate: Interval) => formatShareEstimate(estimate.mean, halfWidth(estimate)),
  } as const;
}

/** The unit of a throughput, as formatThroughput names it: `tok/cycle per worker`. */
export function throughputUnit({ timeUnit, weighted }: TheorySweep): string {
  return formatThroughput(1, timeUnit, weighted).replace(/^\S+ /, '');
}
