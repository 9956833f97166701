import { expectedOverrun } from './barrier';
import type { AnswerForm, OperatingPoint, Pools } from './operating-point';
import { type StageTimes, stageTimes } from './stage-times';

/**
 * E[tau], the mean cycle time in the profile's time unit, with W = mu_A + sigma_A M_x the slowest attention worker:
 * mean-field max{tA, tC, tF}; barrier E[max{tC, tF, W}]; pipeline E[max{W, tF, (W + tF + tC)/m}].
 * Source: arXiv 2601.21351 v1 eq 5, v4 eqs 8-12, and our derivation; docs/theory.md, "Three answers".
 * Throws a RangeError for the pipeline form where the number of microbatches is unknown.
 */
export function cycleTime(point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  const times = stageTimes(point, pools);
  switch (form) {
    case 'mean-field':
      return Math.max(times.attention, times.communication, times.ffn);
    case 'barrier': {
      if (times.attentionSpread === 0) return Math.max(times.attention, times.communication, times.ffn);
      const rest = Math.max(times.communication, times.ffn);
      return rest + overrun(rest, times, pools);
    }
    case 'pipeline':
      return pipelineCycle(times, pools, knownMicrobatches(point));
  }
}

/** Absorbs rounding, so that a bound equal to a cycle time admits it. */
const ROUNDING = 1e-9;

/** Whether E[tau] is at most `maxCycleTime`; an undefined bound admits everything. */
export function withinCycleTime(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  maxCycleTime: number | undefined,
): boolean {
  return maxCycleTime === undefined || cycleTime(point, pools, form) <= maxCycleTime * (1 + ROUNDING);
}

/** The number of microbatches in flight. Throws a RangeError where it is unknown: the pipeline form needs it. */
export function knownMicrobatches(point: OperatingPoint): number {
  if (point.microbatches === undefined) {
    throw new RangeError('The pipeline form needs the number of microbatches; use another form where it is unknown.');
  }
  return point.microbatches;
}

/**
 * max{W, tF, (W + tF + tC)/m} is convex and piecewise linear in W, so its mean is its value for small W plus each
 * change of slope times the mean overrun of W past the knot where the slope changes.
 */
function pipelineCycle(times: StageTimes, pools: Pools, microbatches: number): number {
  const { attention, ffn, communication } = times;
  if (times.attentionSpread === 0) return Math.max(attention, ffn, (attention + ffn + communication) / microbatches);
  const sharedStarts = (microbatches - 1) * ffn - communication;
  if (sharedStarts >= ffn) return ffn + overrun(ffn, times, pools);
  const rising = ffn + overrun(sharedStarts, times, pools) / microbatches;
  if (microbatches === 1) return rising;
  const sharedEnds = (ffn + communication) / (microbatches - 1);
  return rising + (1 - 1 / microbatches) * overrun(sharedEnds, times, pools);
}

function overrun(knot: number, times: StageTimes, pools: Pools): number {
  return expectedOverrun(knot, times.attention, times.attentionSpread, Math.max(1, pools.attention));
}
