import { withinCycleTime } from '../cycle/cycle-time';
import { bendsWithPools } from '../cycle/frozen-lines';
import type { AnswerForm, OperatingPoint } from '../cycle/operating-point';
import { throughputPerInstance } from '../cycle/throughput';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import { type AttentionLimits, stepRange } from './attention-limits';
import { bestAttentionCount } from './best-attention-count';
import { boundedSearch } from './bounded-search';

/** Attention counts, both ends included. */
export interface AttentionBand {
  readonly low: number;
  readonly high: number;
}

/**
 * The attention counts within the limits whose throughput per instance falls short of the best by at most `share`, for
 * a fixed FFN pool; undefined where the limits leave no count. Source: docs/theory.md, "The flat band".
 */
export function attentionBand(
  point: OperatingPoint,
  ffn: number,
  form: AnswerForm,
  limits: AttentionLimits,
  share = 0.01,
): AttentionBand | undefined {
  const best = bestAttentionCount(point, ffn, form, limits);
  if (best === undefined) return undefined;
  const { step, maxCycleTime } = limits;
  const range = stepRange(limits);
  const throughput = (k: number): number => throughputPerInstance(point, { attention: k * step, ffn }, form);
  const centre = best / step;
  const floor = (1 - share) * throughput(centre);
  if (bendsWithPools(point.latency)) {
    const choices = {
      size: range.high - range.low + 1,
      at: (i: number) => ({ attention: (range.low + i) * step, ffn }),
    };
    const { lastReaching } = boundedSearch(point, form, choices, maxCycleTime);
    const end = (to: number): number => (range.low + lastReaching(floor, centre - range.low, to)) * step;
    return { low: end(0), high: end(choices.size - 1) };
  }
  const above = (k: number): boolean =>
    throughput(k) >= floor && withinCycleTime(point, { attention: k * step, ffn }, form, maxCycleTime);
  const below = lastOfPrefix((distance) => throughput(centre - distance) >= floor, 0, centre - range.low) ?? 0;
  const high = lastOfPrefix(above, centre, range.high) ?? centre;
  return { low: (centre - below) * step, high: high * step };
}
