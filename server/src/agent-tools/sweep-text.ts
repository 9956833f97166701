import { samePools } from '../provisioning/cycle/operating-point';
import type { TheoryPoint, TheorySweep } from '../sweep/sweep';
import type { SweptRatios } from '../sweep/sweep-pools';
import { columns } from '../text/columns';
import {
  formatCounted,
  formatGainBand,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatThroughput,
  formatThroughputEstimate,
  formatTime,
  plainWord,
} from '../text/format';
import { regimeWords } from '../text/words';
import { fewerPoints } from './sweep-points';
import { limitText } from './tool-text';

/** Rows of a result for a model at most. */
const mostRows = 16;

/** A theory sweep in plain text: what it was computed with, the verdict, a table, and what to know beside it. */
export function sweepText(file: string, sweep: TheorySweep, asked: SweptRatios | undefined): string {
  const { title, document, inputs, notes, timeUnit, weighted } = sweep;
  const flight = formatCounted(inputs.microbatches, 'microbatch', 'microbatches');
  const per = `${timeUnit === 'cycle' ? 'tok/cycle' : 'tok/s'} per ${weighted ? 'unit of cost' : 'worker'}`;
  return limitText(
    [
      `${plainWord(title)} (${file}, document ${document}): batch size ${formatNumber(inputs.batchSize)}, ${flight} in flight, ${plainWord(inputs.profile)}`,
      ...verdict(sweep, asked),
      `throughput in ${per}`,
      ...table(sweep),
      ...notes,
    ].join('\n'),
    'give `low` and `high` for fewer rows',
  );
}

function verdict(sweep: TheorySweep, asked: SweptRatios | undefined): readonly string[] {
  const { configured, recommended, predicted, band, timeUnit, weighted, tpotLimit } = sweep;
  const throughput = formatThroughput(configured.throughput, timeUnit, weighted);
  const gain = recommended && formatGainBand(recommended.gain, recommended.gainLow, recommended.gainHigh);
  const within = asked ? ` with ratios ${formatNumber(asked.low)} to ${formatNumber(asked.high)}` : '';
  const aside = tpotLimit === undefined ? '' : ', leaving the TPOT objective aside';
  const overTpot = tpotLimit !== undefined && configured.tpot > tpotLimit;
  return [
    `configured ${formatPools(configured)}: ${regimeWords[configured.regime]}, ${throughput}`,
    recommended
      ? `recommended ${formatPools(recommended)}: ${gain} tokens/s per ${weighted ? 'unit of cost' : 'worker'}`
      : `recommended: ${overTpot ? 'over the TPOT objective; no pool sizes that meet it have more throughput' : 'no other pool sizes are predicted to be better'}`,
    `best beside ${configured.ffn}F${within}${aside}: ${formatPools(predicted)}`,
    ...(band
      ? [
          `ratios as good as the best${overTpot ? ' that meets the TPOT objective' : ''} within the errors: ${ratios(band)}`,
        ]
      : []),
  ];
}

function table(sweep: TheorySweep): readonly string[] {
  const { points, timeUnit } = sweep;
  const shown = fewerPoints(sweep, mostRows);
  const header = ['', 'ratio', 'throughput', 'TPOT', 'attn idle', 'FFN idle', ''];
  const rows = shown.map((point) => [
    formatPools(point),
    ratio(point.ratio),
    formatThroughputEstimate(point.throughput, undefined, timeUnit),
    formatTime(point.tpot, timeUnit),
    formatShare(point.idleAttention),
    formatShare(point.idleFfn),
    [regimeWords[point.regime], ...marks(point, sweep)].join(', '),
  ]);
  const thinned = shown.length < points.length ? ['sizes between these are left out'] : [];
  return [...columns([header, ...rows]), ...thinned];
}

function marks(point: TheoryPoint, { configured, recommended, predicted, tpotLimit }: TheorySweep): readonly string[] {
  return [
    ...(samePools(point, configured) ? ['configured'] : []),
    ...(recommended && samePools(point, recommended) ? ['recommended'] : []),
    ...(samePools(point, predicted) ? ['best'] : []),
    ...(tpotLimit !== undefined && point.tpot > tpotLimit ? ['over the objective'] : []),
  ];
}

function ratios({ low, high }: SweptRatios): string {
  return low === high ? `only ${ratio(low)}` : `${ratio(low)} to ${ratio(high)}`;
}

function ratio(value: number): string {
  return formatRatioValue(value).replace(/\.00$/, '');
}
