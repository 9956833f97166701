import { cycleTime, withinCycleTime } from '../cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools, Regime } from '../cycle/operating-point';
import { regime } from '../cycle/regime';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import { type AttentionLimits, stepRange } from './attention-limits';

/** Upper bounds in the profile's time unit; undefined or absent where there is none. */
export interface Objectives {
  /** Time per output token. */
  readonly tpot?: number | undefined;
  /** Time to first token. Only its part in decoding is known: one step, m E[tau], once the prompt's KV cache is there. */
  readonly ttft?: number | undefined;
}

/** The objective that a bound comes from. */
export type ObjectiveName = 'tpot' | 'ttft';

/** Upper bound on E[tau], and the objective it comes from. */
export interface CycleTimeBound {
  readonly maxCycleTime: number;
  readonly from: ObjectiveName;
}

/**
 * What the objectives leave for a cycle: a request advances once in m cycles, so m E[tau] is at most each of them. A TTFT
 * that is kept here may still be missed by queueing and prefill; one that is not cannot be met. Undefined where there is no
 * objective or m is unknown. Source: docs/theory.md, "Objectives".
 */
export function cycleTimeBound(
  { tpot, ttft }: Objectives,
  microbatches: number | undefined,
): CycleTimeBound | undefined {
  if (microbatches === undefined || (tpot === undefined && ttft === undefined)) return undefined;
  const from = ttft === undefined || (tpot !== undefined && tpot <= ttft) ? 'tpot' : 'ttft';
  return { maxCycleTime: (from === 'tpot' ? tpot! : ttft!) / microbatches, from };
}

/** The largest attention count beside `ffn` within the limits and their bound on E[tau]; undefined where there is none. */
export function largestFeasibleAttention(
  point: OperatingPoint,
  ffn: number,
  form: AnswerForm,
  limits: AttentionLimits,
): number | undefined {
  const { low, high } = stepRange(limits);
  const fits = (k: number): boolean =>
    withinCycleTime(point, { attention: k * limits.step, ffn }, form, limits.maxCycleTime);
  const last = lastOfPrefix(fits, low, high);
  return last === undefined ? undefined : last * limits.step;
}

/** The largest whole batch size, up to `most`, that keeps the bound on E[tau] at these pools; undefined where not even one request does. */
function largestFeasibleBatch(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  maxCycleTime: number,
  most: number,
): number | undefined {
  const fits = (batchSize: number): boolean => withinCycleTime({ ...point, batchSize }, pools, form, maxCycleTime);
  return lastOfPrefix(fits, 1, most);
}

/** The batch size and attention count nearest to the configured ones that keep the objectives, the FFN pool held. */
export type NearestFeasible =
  | { readonly kind: 'kept' }
  | {
      readonly kind: 'change';
      readonly batchSize: number;
      readonly pools: Pools;
      readonly changes: 'batch size' | 'attention' | 'both';
    }
  /** Not even one request per worker on the fewest attention workers allowed: what sets that cycle, and how long it is. */
  | { readonly kind: 'infeasible'; readonly pools: Pools; readonly stage: Regime; readonly cycleTime: number };

/**
 * The nearest batch size and attention count within a bound on E[tau]. Changing one of the two is preferred to changing
 * both; among equals the smaller relative change |ln(new/old)|, of both together their sum, and of the attention count
 * before the batch size. E[tau] rises with both, so that neither is ever raised. `limits` bounds the attention count.
 * Source: docs/theory.md, "Objectives".
 */
export function nearestFeasible(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  limits: AttentionLimits & { readonly maxCycleTime: number },
): NearestFeasible {
  const { maxCycleTime } = limits;
  const { attention, ffn } = pools;
  if (withinCycleTime(point, pools, form, maxCycleTime)) return { kind: 'kept' };
  const below = { ...limits, max: Math.min(attention, limits.max ?? attention) };
  const batchAt = (count: number): number | undefined =>
    largestFeasibleBatch(point, { attention: count, ffn }, form, maxCycleTime, Math.floor(point.batchSize));
  const fewer = largestFeasibleAttention(point, ffn, form, below);
  const smaller = batchAt(attention);
  if (fewer !== undefined && (smaller === undefined || attention / fewer <= point.batchSize / smaller)) {
    return { kind: 'change', batchSize: point.batchSize, pools: { attention: fewer, ffn }, changes: 'attention' };
  }
  if (smaller !== undefined) return { kind: 'change', batchSize: smaller, pools, changes: 'batch size' };

  const { low, high } = stepRange(below);
  let nearest: { readonly batchSize: number; readonly attention: number } | undefined;
  for (let k = high; k >= low; k--) {
    const count = k * limits.step;
    const batchSize = batchAt(count);
    if (batchSize === undefined) continue;
    if (nearest === undefined || batchSize * count > nearest.batchSize * nearest.attention) {
      nearest = { batchSize, attention: count };
    }
  }
  if (nearest !== undefined) {
    return {
      kind: 'change',
      batchSize: nearest.batchSize,
      pools: { attention: nearest.attention, ffn },
      changes: 'both',
    };
  }
  const least = { attention: low > high ? attention : low * limits.step, ffn };
  const one = { ...point, batchSize: 1 };
  return {
    kind: 'infeasible',
    pools: least,
    stage: regime(one, least, form),
    cycleTime: cycleTime(one, least, form),
  };
}
