import { cycleTime } from '../cycle/cycle-time';
import type { OperatingPoint } from '../cycle/operating-point';
import { bandOf, type GainBand, type GainUncertainty } from '../optimum/gain-band';
import type { PlanChoice, PlanQuestion } from './plan-question';

/** A way to run workers: what decides its cycle time, and what comes of it. */
export type PlannedRun = Pick<PlanChoice, 'pools' | 'microbatches' | 'batchSize' | 'perCost' | 'cycleTime'>;

/**
 * What one way to use the same N workers gains over another in throughput per cost, with everything chosen held, and its
 * lowest and highest value over the corners of the uncertainty. Source: docs/theory.md, "Gain band".
 */
export function planGain(
  point: PlanQuestion['point'],
  from: PlannedRun,
  to: PlannedRun,
  uncertainty: GainUncertainty,
): GainBand {
  const throughput = (at: PlanQuestion['point'], { pools, microbatches, batchSize, ...run }: PlannedRun): number => {
    const there: OperatingPoint = { ...at, microbatches, batchSize };
    return (run.perCost * run.cycleTime) / cycleTime(there, pools, 'pipeline');
  };
  return bandOf(point, uncertainty, (at) => throughput(at, to) / throughput(at, from) - 1);
}
