import { bundleCost } from '../../provisioning/cycle/throughput';
import {
  formatCount,
  formatCounted,
  formatGain,
  formatGainBand,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatThroughput,
  formatTime,
  formatTokenRate,
  plainWord,
  secondsPerUnit,
  type TimeUnit,
} from '../../text/format';
import { objectiveNames, regimeWords } from '../../text/words';
import type { DiffSide } from './diff-side';

export type DiffRowKey =
  | 'pools'
  | 'ratio'
  | 'batchSize'
  | 'microbatches'
  | 'status'
  | 'throughput'
  | 'bundleThroughput'
  | 'tpot'
  | 'regime'
  | 'optimum'
  | 'gain'
  | 'theta'
  | 'profile';

/** One figure of a deployment on both sides, as it is shown. */
export interface DiffRow {
  readonly key: DiffRowKey;
  readonly label: string;
  /** Undefined where that side has no such figure. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** By how much it changed, where that can be said. */
  readonly change: string;
  /** The change as a share of before. */
  readonly share: number | undefined;
  /** True when it is shown otherwise after than before, and that makes the deployment a changed one. */
  readonly decides: boolean;
}

/** A figure: how it is shown, and its size where sizes on the same scale can be compared. */
interface Figure {
  readonly text: string;
  readonly size?: number;
  readonly scale?: string | undefined;
}

interface Quantity {
  readonly key: DiffRowKey;
  readonly label: string;
  /** How a change is told. */
  readonly as?: 'percent' | 'count';
  /** A figure that follows from others, or that alone is no change. */
  readonly follows?: boolean;
  /** Shown only if it changed. */
  readonly minor?: boolean;
  readonly of: (side: DiffSide) => Figure | undefined;
}

const statusWords = { evaluated: 'evaluated', partial: 'partly evaluated', notEvaluated: 'not evaluated' } as const;

const quantities: readonly Quantity[] = [
  { key: 'pools', label: 'workers', as: 'count', of: workers },
  { key: 'ratio', label: 'ratio', as: 'percent', follows: true, of: ratio },
  {
    key: 'batchSize',
    label: 'batch size',
    as: 'percent',
    minor: true,
    of: ({ deployment: { batchSize } }) =>
      batchSize && {
        text: formatCounted(batchSize.value, 'request'),
        size: batchSize.value,
      },
  },
  {
    key: 'microbatches',
    label: 'in flight',
    as: 'count',
    minor: true,
    of: ({ deployment: { microbatches } }) =>
      microbatches && {
        text: formatCounted(microbatches.value, 'microbatch', 'microbatches'),
        size: microbatches.value,
      },
  },
  { key: 'status', label: 'status', minor: true, of: ({ evaluation }) => ({ text: statusWords[evaluation.status] }) },
  { key: 'throughput', label: 'throughput', as: 'percent', of: throughput },
  { key: 'bundleThroughput', label: 'of the whole bundle', as: 'percent', follows: true, of: bundleThroughput },
  { key: 'tpot', label: 'TPOT', as: 'percent', of: tpot },
  {
    key: 'regime',
    label: 'regime',
    of: ({ evaluation: { sizing } }) => sizing && { text: regimeWords[sizing.regime] },
  },
  { key: 'optimum', label: 'optimum', of: optimum },
  { key: 'gain', label: 'gain left', follows: true, of: gainLeft },
  { key: 'theta', label: 'theta', as: 'percent', minor: true, of: theta },
  {
    key: 'profile',
    label: 'profile',
    minor: true,
    of: ({ evaluation: { profile } }) => profile && { text: plainWord(profile.id) },
  },
];

/** The figures of a deployment before and after, those that say nothing left out. */
export function diffRows(before: DiffSide | undefined, after: DiffSide | undefined): readonly DiffRow[] {
  return quantities.flatMap((quantity) => {
    const [was, is] = [before && quantity.of(before), after && quantity.of(after)];
    const isSame = was?.text === is?.text;
    if ((!was && !is) || (isSame && quantity.minor)) return [];
    return [
      {
        key: quantity.key,
        label: quantity.label,
        before: was?.text,
        after: is?.text,
        ...(isSame ? { change: '', share: undefined } : changeOf(quantity, was, is)),
        decides: !isSame && !quantity.follows,
      },
    ];
  });
}

function changeOf(
  { as }: Quantity,
  was: Figure | undefined,
  is: Figure | undefined,
): Pick<DiffRow, 'change' | 'share'> {
  if (as === undefined || was?.size === undefined || is?.size === undefined) return { change: '', share: undefined };
  if (was.scale !== is.scale) return { change: 'not comparable', share: undefined };
  const share = is.size / was.size - 1;
  if (as === 'percent') return { change: Number.isFinite(share) ? formatGain(share) : '', share };
  const more = is.size - was.size;
  return { change: more === 0 ? '' : `${more > 0 ? '+' : '-'}${formatCount(Math.abs(more))}`, share };
}

function workers({ deployment: { attention, ffn } }: DiffSide): Figure | undefined {
  if (!attention || !ffn) return undefined;
  const size = attention.workers + ffn.workers;
  return { text: `${formatCount(size)} (${formatPools({ attention: attention.workers, ffn: ffn.workers })})`, size };
}

function ratio({ deployment: { attention, ffn } }: DiffSide): Figure | undefined {
  const size = attention && ffn && attention.workers / ffn.workers;
  return size === undefined ? undefined : { text: formatRatioValue(size), size };
}

function throughput({ evaluation: { sizing, profile } }: DiffSide): Figure | undefined {
  if (!sizing || !profile) return undefined;
  const { attentionCost, ffnCost } = profile.latency;
  const { unit, scale } = timeScale(profile);
  return {
    text: formatThroughput(sizing.throughput, profile.timeUnit, profile.weighted),
    size: sizing.throughput / unit,
    scale: profile.weighted ? `${scale}, ${attentionCost}:${ffnCost}` : scale,
  };
}

function bundleThroughput({ evaluation: { sizing, profile } }: DiffSide): Figure | undefined {
  if (!sizing || !profile) return undefined;
  const total = sizing.throughput * bundleCost(profile.latency, sizing.pools);
  const { unit, scale } = timeScale(profile);
  return { text: formatTokenRate(total, profile.timeUnit), size: total / unit, scale };
}

function tpot({ evaluation: { sizing, profile } }: DiffSide): Figure | undefined {
  if (sizing?.tpot === undefined || !profile) return undefined;
  const { unit, scale } = timeScale(profile);
  return { text: formatTime(sizing.tpot, profile.timeUnit), size: sizing.tpot * unit, scale };
}

/** Seconds can be compared with each other; cycles only with those of the same profile, since their length is unknown. */
function timeScale({ timeUnit, id }: { readonly timeUnit: TimeUnit; readonly id: string }) {
  const unit = secondsPerUnit(timeUnit);
  return unit === undefined ? { unit: 1, scale: `cycles of ${id}` } : { unit, scale: 'seconds' };
}

function optimum({ evaluation: { sizing, interval } }: DiffSide): Figure | undefined {
  if (sizing) return { text: formatPools(sizing.optimum) };
  return interval && { text: `${formatPools(interval.low)} to ${formatPools(interval.high)}` };
}

/** What the best alternative would gain over these pools. */
function gainLeft({ evaluation: { sizing } }: DiffSide): Figure | undefined {
  if (!sizing) return undefined;
  const { best, missedObjective } = sizing;
  const gain = best ? formatGainBand(best.gain, best.gainLow, best.gainHigh) : 'none';
  return { text: missedObjective ? `${gain}, over the ${objectiveNames[missedObjective.name]} objective` : gain };
}

function theta({ evaluation: { workload } }: DiffSide): Figure | undefined {
  const estimate = workload?.estimate;
  if (estimate?.kind === 'point') return { text: `${formatNumber(estimate.theta)} tokens`, size: estimate.theta };
  return estimate && { text: `${formatNumber(estimate.thetaLow)} to ${formatNumber(estimate.thetaHigh)} tokens` };
}
