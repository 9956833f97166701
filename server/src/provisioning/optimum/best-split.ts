import type { AnswerForm, OperatingPoint, Pools } from '../cycle/operating-point';
import { leastCommonMultiple } from '../mathematics/least-common-multiple';
import { lastOfPrefix } from '../mathematics/unimodal-search';
import { bestChoice } from './best-choice';
import { accepted, attentionLimits, type PoolChoices, type PoolLimits } from './pool-limits';

/**
 * The best split of a fixed total of workers into attention and FFN, both multiples of their steps, within the ratio
 * and cycle-time limits; undefined where no split is allowed. Source: docs/theory.md, "Recommendation" and
 * "Integer search".
 */
export function bestSplit(
  point: OperatingPoint,
  total: number,
  form: AnswerForm,
  limits: PoolLimits,
): Pools | undefined {
  const choices = splitChoices(total, limits);
  const best = choices && bestChoice(point, form, choices, limits.maxCycleTime, 'rises');
  return best === undefined ? undefined : choices!.at(best);
}

/**
 * The splits of a total within the limits but for the cycle time, in the order of their attention workers; undefined where
 * there are none.
 */
export function splitChoices(total: number, limits: PoolLimits): PoolChoices | undefined {
  const { attentionStep, ffnStep, maxWorkers, engine } = limits;
  const mostFfn = Math.min(total - attentionStep, maxWorkers);
  const smallestFfn = firstMatchingFfn(total, attentionStep, ffnStep, mostFfn);
  if (smallestFfn === undefined) return undefined;

  const period = leastCommonMultiple(attentionStep, ffnStep);
  const splits = Math.floor((mostFfn - smallestFfn) / period);
  const largestFfn = smallestFfn + splits * period;
  const poolsAt = (index: number): Pools => {
    const ffn = largestFfn - index * period;
    return { attention: total - ffn, ffn };
  };
  // The bounds on the attention pool but for those of the engine, so that both hold for a prefix of the splits.
  const boundsAt = (index: number) => attentionLimits({ ...limits, engine: undefined }, poolsAt(index).ffn);
  const tooFewAttention = (index: number): boolean => poolsAt(index).attention < boundsAt(index).min;
  const notTooManyAttention = (index: number): boolean => poolsAt(index).attention <= boundsAt(index).max;
  const low = (lastOfPrefix(tooFewAttention, 0, splits) ?? -1) + 1;
  const high = lastOfPrefix(notTooManyAttention, low, splits);
  if (high === undefined) return undefined;

  return accepted(engine, { size: high - low + 1, at: (index) => poolsAt(low + index) });
}

/** The smallest multiple of the FFN step, up to `most`, that leaves a multiple of the attention step. */
function firstMatchingFfn(total: number, attentionStep: number, ffnStep: number, most: number): number | undefined {
  for (let ffn = ffnStep; ffn <= ffnStep * attentionStep && ffn <= most; ffn += ffnStep) {
    if ((total - ffn) % attentionStep === 0) return ffn;
  }
  return undefined;
}
