import type { Pools } from '../../provisioning/cycle/operating-point';
import { type SweepRow, tokenLoadOf } from './measurements';
import { modelTimes, type SweepModel } from './sweep-model';

/** What a model recommends at measured ratios, and what the measurement says of it. Shares, not percentages. */
export interface SweepChoice {
  readonly recommended: Pools;
  readonly bestMeasured: Pools;
  /** What the recommended pools lose against the best ones, as measured. */
  readonly regret: number;
  /** The best ratio between the measured ones; its regret by straight lines between them. */
  readonly ratio: number;
  readonly ratioRegret: number;
}

/** The choice of a model among rows of one context and batch size. */
export function choiceOf(model: Pick<SweepModel, 'attention' | 'ffn'>, rows: readonly SweepRow[]): SweepChoice {
  const sorted = [...rows].sort((a, b) => ratioOf(a) - ratioOf(b));
  const cycleOf = (row: SweepRow): number => {
    const { attention, ffn } = modelTimes(model, row);
    return Math.max(attention, ffn);
  };
  const recommended = highest(sorted, (row) => throughput(row, cycleOf(row)));
  const best = highest(sorted, measured);
  const ratio = clamp(bestRatio(model, best), ratioOf(sorted[0]!), ratioOf(sorted.at(-1)!));
  return {
    recommended: recommended.pools,
    bestMeasured: best.pools,
    regret: 1 - measured(recommended) / measured(best),
    ratio,
    ratioRegret: 1 - interpolated(sorted, ratio) / measured(best),
  };
}

/** r* = max{r_A, r_peak}: FFN as long as attention, or the peak of FFN alone. Source: docs/theory.md, "Mean-field optimum". */
function bestRatio({ attention, ffn }: Pick<SweepModel, 'attention' | 'ffn'>, row: SweepRow): number {
  const { batchSize } = row;
  const time = attention.alpha * tokenLoadOf(row) + attention.perRequest * batchSize + attention.beta;
  const perRatio = ffn.alpha * batchSize;
  return Math.max((time - ffn.beta) / perRatio, Math.sqrt(ffn.beta / perRatio));
}

function throughput({ pools, batchSize }: SweepRow, cycle: number): number {
  return (batchSize * pools.attention) / (pools.attention + pools.ffn) / cycle;
}

function measured(row: SweepRow): number {
  return throughput(row, row.cycle);
}

function ratioOf({ pools }: SweepRow): number {
  return pools.attention / pools.ffn;
}

function highest(rows: readonly SweepRow[], value: (row: SweepRow) => number): SweepRow {
  return rows.reduce((best, next) => (value(next) > value(best) ? next : best));
}

function interpolated(sorted: readonly SweepRow[], ratio: number): number {
  const after = sorted.findIndex((row) => ratioOf(row) >= ratio);
  const high = sorted[after < 0 ? sorted.length - 1 : after]!;
  const low = sorted[Math.max(0, after - 1)] ?? high;
  const width = ratioOf(high) - ratioOf(low);
  const share = width > 0 ? (ratio - ratioOf(low)) / width : 1;
  return measured(low) + share * (measured(high) - measured(low));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
