import type { StrategyPoint, StrategySeries } from '../../../server/src/sweep/strategies';
import { formatCounted, formatTime, formatTokenRate } from '../../../server/src/text/format';

/** `aggregated + AFD · 6A:10F`, and whether it is the one to choose. */
export function strategyTitle({ name }: Pick<StrategySeries, 'name'>, { layout, chosen }: StrategyPoint): string {
  return [name, layout, ...(chosen ? ['best within the objectives'] : [])].join(' · ');
}

/** The figures of one point: what they are, and in words. */
export function strategyLines(point: StrategyPoint): readonly (readonly [label: string, words: string])[] {
  const { throughput, perUser, ttft, tpot, concurrency, step } = point;
  return [
    ['throughput', formatTokenRate(throughput, 's')],
    ['one user', formatTokenRate(perUser, 's')],
    ['TTFT', formatTime(ttft, 's')],
    ['TPOT', formatTime(tpot, 's')],
    ['in flight', formatCounted(Math.max(1, Math.round(concurrency)), 'request')],
    ['step', step],
  ];
}

/** The same as one sentence, for who cannot see the chart. */
export function strategySentence(series: Pick<StrategySeries, 'name'>, point: StrategyPoint): string {
  const lines = strategyLines(point).map(([label, words]) => `${label} ${words}`);
  return `${strategyTitle(series, point)}: ${lines.join('; ')}.`;
}

/** A strategy in the legend, and why it has no point to choose. */
export function legendText({ name, missed }: Pick<StrategySeries, 'name' | 'missed'>): string {
  return missed === undefined ? name : `${name} (${missed})`;
}
