import type { SimulatedSweep, TheoryPoint, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatPools, formatRatioValue } from '../../../server/src/text/format';
import { regimeWords } from '../../../server/src/text/words';
import { figureTexts, simulatedAt, throughputUnit } from './point-text';
import { isBest } from './verdict';

/** The data table as texts. Groups span several columns; a row begins with its pools. */
export interface TableTexts {
  readonly groups: readonly { readonly title: string; readonly columns: readonly string[] }[];
  readonly rows: readonly { readonly marks: readonly string[]; readonly cells: readonly string[] }[];
}

/** All figures: a row per point of the theory, empty cells where nothing was simulated. */
export function tableTexts(sweep: TheorySweep, simulated: SimulatedSweep | undefined): TableTexts {
  return {
    groups: [
      { title: '', columns: ['pools', 'ratio', 'regime'] },
      { title: `throughput, ${throughputUnit(sweep)}`, columns: ['theory', 'simulated', 'first 80 %'] },
      { title: 'time per output token', columns: ['theory', 'simulated mean', 'simulated p99'] },
      { title: 'attention idle', columns: ['theory', 'simulated'] },
      { title: 'FFN idle', columns: ['theory', 'simulated'] },
      { title: 'barrier overhead', columns: ['simulated'] },
    ],
    rows: sweep.points.map((point) => ({ marks: marksOf(sweep, point), cells: cellsOf(sweep, point, simulated) })),
  };
}

function marksOf(sweep: TheorySweep, point: TheoryPoint): readonly string[] {
  const { configured, recommended } = sweep;
  const same = (other: TheoryPoint | undefined | null): boolean =>
    other?.attention === point.attention && other.ffn === point.ffn;
  const best = isBest(sweep) ? configured : recommended;
  return [...(same(configured) ? ['configured'] : []), ...(same(best) ? ['best'] : [])];
}

function cellsOf(sweep: TheorySweep, point: TheoryPoint, simulated: SimulatedSweep | undefined): readonly string[] {
  const text = figureTexts(sweep);
  const measured = simulatedAt(simulated, point);
  return [
    formatPools(point),
    formatRatioValue(point.ratio),
    regimeWords[point.regime],
    text.throughput(point.throughput),
    measured ? text.measuredThroughput(measured.throughput) : '',
    measured ? text.measuredThroughput(measured.throughputFirst80) : '',
    text.time(point.tpot),
    measured ? text.measuredTime(measured.tpotMean) : '',
    measured ? text.measuredTime(measured.tpotP99) : '',
    text.share(point.idleAttention),
    measured ? text.measuredShare(measured.idleAttention) : '',
    text.share(point.idleFfn),
    measured ? text.measuredShare(measured.idleFfn) : '',
    measured ? text.measuredShare(measured.barrierOverhead) : '',
  ];
}
