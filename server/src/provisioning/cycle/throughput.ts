import { cycleTime } from './cycle-time';
import type { AnswerForm, LatencyModel, OperatingPoint, Pools } from './operating-point';

/**
 * Tokens per time unit per worker of either kind, rB/((r+1) E[tau]); with instance costs, per unit of cost:
 * rB/((wA r + wF) E[tau]). Source: arXiv 2601.21351 v1 eq 6; docs/theory.md, "Objective".
 */
export function throughputPerInstance(point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  return (pools.attention * point.batchSize) / (bundleCost(point.latency, pools) * cycleTime(point, pools, form));
}

/** Cost of all workers of a bundle; their number where no instance costs are given. */
export function bundleCost({ attentionCost, ffnCost }: LatencyModel, { attention, ffn }: Pools): number {
  return attentionCost * attention + ffnCost * ffn;
}
