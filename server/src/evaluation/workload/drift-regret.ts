import { throughputPerInstance } from '../../provisioning/cycle/throughput';
import { bestAttentionCount } from '../../provisioning/optimum/best-attention-count';
import { ToldOnce } from '../../uncertainty/told-once';
import type { WorkloadPeriod } from '../../workload/errors/periods';
import type { Sizing } from '../evaluation';
import { attentionLimitsOf } from '../sizing-limits';

/** What one pair of pools loses because the workload changes over time: shares of throughput. */
export interface DriftRegret {
  /** Over all decode steps of the trace. */
  readonly mean: number;
  /** The period in which it loses most, and the attention workers that would be best then. */
  readonly worst: { readonly period: WorkloadPeriod; readonly regret: number; readonly attention: number };
}

/** A period differs where its theta is off by more standard errors than this. */
const clearly = 2;

/** Deployments of the same numbers share a sizing, and may have other traces. */
const known = new ToldOnce<readonly WorkloadPeriod[], ToldOnce<Sizing, DriftRegret | undefined>>();

/**
 * What the best pools of the whole trace lose in each period of it against the best attention count of that period beside the
 * same FFN pool. Periods whose theta chance explains count as the whole. Undefined where none differs.
 */
export function driftRegret(sizing: Sizing, periods: readonly WorkloadPeriod[]): DriftRegret | undefined {
  return known.get(periods, () => new ToldOnce()).get(sizing, () => regretOf(sizing, periods));
}

function regretOf(
  { point, optimum, form, limits }: Sizing,
  periods: readonly WorkloadPeriod[],
): DriftRegret | undefined {
  const within = attentionLimitsOf(limits, optimum.ffn);
  const steps = periods.reduce((sum, period) => sum + period.steps, 0);
  let mean = 0;
  let worst: DriftRegret['worst'] | undefined;
  for (const period of periods) {
    const { theta, nu, meanDecode, thetaError } = period;
    if (Math.abs(theta - point.load.theta) <= clearly * thetaError * theta) continue;
    const there = { ...point, load: { theta, nu, meanDecode } };
    const attention = bestAttentionCount(there, optimum.ffn, form, within);
    if (attention === undefined) continue;
    const best = throughputPerInstance(there, { ...optimum, attention }, form);
    const regret = 1 - throughputPerInstance(there, optimum, form) / best;
    mean += (regret * period.steps) / steps;
    if (worst === undefined || regret > worst.regret) worst = { period, regret, attention };
  }
  return worst && { mean, worst };
}
