import { cycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from './operating-point';

/**
 * Tokens per time unit per worker of either kind, rB/((r+1) E[tau]); with instance costs, per unit of cost:
 * rB/((wA r + wF) E[tau]). Source: arXiv 2601.21351 v1 eq 6; docs/theory.md, "Objective".
 */
export function throughputPerInstance(point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  const { attentionCost, ffnCost } = point.latency;
  const cost = attentionCost * pools.attention + ffnCost * pools.ffn;
  return (pools.attention * point.batchSize) / (cost * cycleTime(point, pools, form));
}
