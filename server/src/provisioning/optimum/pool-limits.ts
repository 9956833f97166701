import type { Pools } from '../cycle/operating-point';
import { leastCommonMultiple } from '../mathematics/least-common-multiple';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import type { AttentionLimits } from './attention-limits';

/** Which pools an engine accepts at all. */
export interface EngineLimits {
  readonly attentionAtLeastFfn: boolean;
  readonly attentionAtMostFfn: boolean;
  readonly attentionMultipleOfFfn: boolean;
  /** A number that the count of FFN workers must divide. */
  readonly ffnDivides: number | undefined;
}

/** Which pools may be deployed. */
export interface PoolLimits {
  readonly attentionStep: number;
  readonly ffnStep: number;
  /** Largest pool of either kind. */
  readonly maxWorkers: number;
  /** Bounds on r = x/y, for instance the calibrated range of the latency profile. */
  readonly minRatio?: number | undefined;
  readonly maxRatio?: number | undefined;
  /** Upper bound on E[tau], in the profile's time unit, from a TPOT objective. It bounds r from above. */
  readonly maxCycleTime?: number | undefined;
  /** Absent where the engine takes any pools. */
  readonly engine?: EngineLimits | undefined;
  /**
   * Whether the memory of the FFN workers holds what these pools put on it. More FFN workers or fewer attention workers
   * never make it less likely. Absent where memory is not known.
   */
  readonly ffnHolds?: ((pools: Pools) => boolean) | undefined;
}

/** Pools to choose from, in the order of a search: `at(0)` to `at(size - 1)`. */
export interface PoolChoices {
  readonly size: number;
  readonly at: (index: number) => Pools;
}

/** Keeps a bound such as 0.7 * 10 = 7.000000000000001 from excluding 7. */
const ROUNDING = 1e-9;

/** Whether the engine accepts these pools. Source: docs/theory.md, "Pools an engine accepts". */
export function engineAccepts(engine: EngineLimits | undefined, { attention, ffn }: Pools): boolean {
  if (engine === undefined) return true;
  const { attentionAtLeastFfn, attentionAtMostFfn, attentionMultipleOfFfn, ffnDivides } = engine;
  if (attentionAtLeastFfn && attention < ffn) return false;
  if (attentionAtMostFfn && attention > ffn) return false;
  if (attentionMultipleOfFfn && attention % ffn !== 0) return false;
  return ffnDivides === undefined || ffnDivides % ffn === 0;
}

/** The limits on the attention count beside a fixed FFN pool; those of an engine are a step and bounds as well. */
export function attentionLimits(
  limits: PoolLimits,
  ffn: number,
): AttentionLimits & { readonly min: number; readonly max: number } {
  const { attentionStep, maxWorkers, minRatio = 0, maxRatio = Number.POSITIVE_INFINITY } = limits;
  const { maxCycleTime, engine, ffnHolds } = limits;
  const min = Math.ceil(minRatio * ffn * (1 - ROUNDING));
  const most = engine?.attentionAtMostFfn ? ffn : maxWorkers;
  const highest = Math.min(most, Math.floor(maxRatio * ffn * (1 + ROUNDING)));
  const max = ffnHolds ? (lastOfPrefix((attention) => ffnHolds({ attention, ffn }), 1, highest) ?? 0) : highest;
  const divides = engine?.ffnDivides === undefined || engine.ffnDivides % ffn === 0;
  return {
    step: engine?.attentionMultipleOfFfn ? leastCommonMultiple(attentionStep, ffn) : attentionStep,
    min: engine?.attentionAtLeastFfn ? Math.max(min, ffn) : min,
    max: divides ? max : 0,
    maxCycleTime,
  };
}

/** The FFN counts that the limits allow beside a fixed attention pool, but for the cycle time; ascending. */
export function ffnChoices(limits: PoolLimits, attention: number): PoolChoices {
  const { ffnStep, maxWorkers, minRatio = 0, maxRatio = Number.POSITIVE_INFINITY, engine } = limits;
  const most = Math.min(maxWorkers, (attention / minRatio) * (1 + ROUNDING));
  // Few counts are left to look at, where the engine's limits bound them.
  const { attentionAtLeastFfn, attentionAtMostFfn, attentionMultipleOfFfn, ffnDivides } = engine ?? {};
  const mostAccepted = Math.min(attentionAtLeastFfn || attentionMultipleOfFfn ? attention : most, ffnDivides ?? most);
  const leastAccepted = attentionAtMostFfn ? attention : 1;
  const least = Math.max(leastAccepted, (attention / maxRatio) * (1 - ROUNDING));
  const high = Math.floor(Math.min(most, mostAccepted) / ffnStep);
  const low = Math.max(Math.ceil(least / ffnStep), fewestFfnSteps(limits, attention));
  return accepted(engine, {
    size: Math.max(0, high - low + 1),
    at: (index) => ({ attention, ffn: (low + index) * ffnStep }),
  });
}

/** The fewest steps of FFN workers that hold what so many attention workers need; more than `maxWorkers` where none do. */
export function fewestFfnSteps({ ffnStep, maxWorkers, ffnHolds }: PoolLimits, attention: number): number {
  if (ffnHolds === undefined) return 1;
  const tooFew = (steps: number): boolean => !ffnHolds({ attention, ffn: steps * ffnStep });
  return 1 + (lastOfPrefix(tooFew, 1, Math.floor(maxWorkers / ffnStep)) ?? 0);
}

/**
 * Those of the choices that the engine accepts, in their order. What has one maximum over all choices has one over
 * these. Looks at every choice where the engine has limits.
 */
export function accepted(engine: EngineLimits | undefined, choices: PoolChoices): PoolChoices {
  if (engine === undefined) return choices;
  const left = Array.from({ length: choices.size }, (_, index) => choices.at(index)).filter((pools) =>
    engineAccepts(engine, pools),
  );
  return { size: left.length, at: (index) => left[index]! };
}
