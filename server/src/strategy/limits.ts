import type { Served } from './aggregated-serving';
import type { StrategyQuestion } from './question';

/** Longest mean times in seconds; infinite where nothing is asked. */
export interface Limits {
  readonly ttft: number;
  readonly tpot: number;
}

export const unlimited: Limits = { ttft: Number.POSITIVE_INFINITY, tpot: Number.POSITIVE_INFINITY };

/** Absorbs rounding, so that a time equal to its limit keeps it. */
const rounding = 1e-9;

export function limitsOf({ objectives }: StrategyQuestion): Limits {
  return {
    ttft: objectives.ttft ?? Number.POSITIVE_INFINITY,
    tpot: objectives.tpot ?? Number.POSITIVE_INFINITY,
  };
}

export function keeps({ ttft, tpot }: Pick<Served, 'ttft' | 'tpot'>, limits: Limits): boolean {
  return keepsTime(ttft, limits.ttft) && keepsTime(tpot, limits.tpot);
}

export function keepsTime(time: number, limit: number): boolean {
  return time <= limit * (1 + rounding);
}

/** How far a point is from its limits: the larger of both times over their limits. At most 1 where it keeps them. */
export function excess({ ttft, tpot }: Pick<Served, 'ttft' | 'tpot'>, limits: Limits): number {
  return Math.max(ttft / limits.ttft, tpot / limits.tpot);
}

/** The objective that a point exceeds most. */
export function missed({ ttft, tpot }: Pick<Served, 'ttft' | 'tpot'>, limits: Limits): 'ttft' | 'tpot' {
  return ttft / limits.ttft > tpot / limits.tpot ? 'ttft' : 'tpot';
}

/** Limits to which the nearest point is the one of the shortest TPOT. */
export function fastestOf(ttft: number): Limits {
  return { ttft, tpot: 1e-12 };
}
