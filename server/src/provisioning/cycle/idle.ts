import { cycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from './operating-point';
import { stageTimes } from './stage-times';

/** Shares of a mean cycle, from 0 to 1. */
export interface IdleShares {
  readonly attention: number;
  readonly ffn: number;
}

/**
 * The share of the cycle each pool waits: 1 - tA/E[tau] with the mean attention time (so a worker waiting for the
 * slowest one counts as idle), and 1 - tF/E[tau] with the mean FFN time. Source: arXiv 2601.21351 v1 eq 23 in its steady state.
 */
export function idleShares(point: OperatingPoint, pools: Pools, form: AnswerForm): IdleShares {
  const times = stageTimes(point, pools);
  const cycle = cycleTime(point, pools, form);
  return { attention: idleShare(times.attention, cycle), ffn: idleShare(times.ffnMean, cycle) };
}

function idleShare(busy: number, cycle: number): number {
  return cycle > 0 ? Math.max(0, 1 - busy / cycle) : 0;
}
