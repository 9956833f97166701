import type { Comparison, StrategyName } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { formatGain, formatNumber, formatTime } from '../text/format';
import { bestOption } from './strategy-verdict';
import { layoutWords, standingWords, stepWords, strategyLabels } from './strategy-words';

/** A strategy as a row of a table. Cells that do not apply are empty. */
export interface StrategyRow {
  readonly strategy: StrategyName;
  readonly name: string;
  readonly feasible: boolean;
  /** Output tokens per second of all devices together; none where the objectives are missed. */
  readonly throughput: string;
  /** Throughput against the best of all; empty for the best. */
  readonly againstBest: string;
  readonly perUser: string;
  readonly ttft: string;
  readonly tpot: string;
  /** Requests at a time, by Little's law. */
  readonly inFlight: string;
  /** What limits it, or why it is none. */
  readonly standing: string;
  /** Which devices serve what, and what a step holds. */
  readonly layout: string;
  readonly step: string;
}

/** The headers of a table of these rows, in the order in which they are best read. */
export const strategyHeaders = {
  name: 'strategy',
  throughput: 'tok/s',
  againstBest: 'against best',
  perUser: 'tok/s per user',
  ttft: 'TTFT',
  tpot: 'TPOT',
  inFlight: 'in flight',
  standing: '',
} as const satisfies Partial<Record<keyof StrategyRow, string>>;

/**
 * The strategies in the order of the comparison. Where one misses the objectives, its times are those of the point that is
 * nearest to them, and its throughput is left out.
 */
export function strategyRows({ objectives }: StrategyQuestion, comparison: Comparison): readonly StrategyRow[] {
  const best = Math.max(
    ...[true, false].map((afd) => bestOption(comparison, afd)?.point.throughput ?? Number.NEGATIVE_INFINITY),
  );
  return comparison.options.map((option) => {
    const { strategy, feasible, point } = option;
    const kept = feasible ? point : undefined;
    const loss = kept === undefined ? undefined : kept.throughput / best - 1;
    return {
      strategy,
      name: strategyLabels[strategy],
      feasible,
      throughput: kept ? formatNumber(kept.throughput) : '',
      againstBest: loss === undefined || loss === 0 ? '' : formatGain(loss),
      perUser: kept ? formatNumber(kept.tokensPerSecondPerUser) : '',
      ttft: point ? formatTime(point.ttft, 's') : '',
      tpot: point ? formatTime(point.tpot, 's') : '',
      inFlight: kept ? formatNumber(kept.concurrency) : '',
      standing: standingWords(option, objectives),
      layout: point ? layoutWords(point) : '',
      step: point ? stepWords(point) : '',
    };
  });
}
