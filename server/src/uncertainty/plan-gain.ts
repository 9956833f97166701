import { cycleTime } from '../provisioning/cycle/cycle-time';
import type { PlanChoice, PlanQuestion } from '../provisioning/plan/plan-question';
import { bandOf, type GainBand } from './gain-band';
import { pointIn, type World } from './world';

/** A way to run workers: what decides its cycle time, and what comes of it. */
export type PlannedRun = Pick<PlanChoice, 'pools' | 'microbatches' | 'batchSize' | 'perCost' | 'cycleTime'>;

/**
 * What one way to use the same N workers gains over another in throughput per cost over the worlds, with everything chosen
 * held. Source: docs/theory.md, "Gain band".
 */
export function planGain(
  point: PlanQuestion['point'],
  from: PlannedRun,
  to: PlannedRun,
  worlds: readonly World[],
): GainBand {
  return bandOf(planGains(point, from, to, worlds));
}

/** The gains of `planGain`, world by world. */
export function planGains(
  point: PlanQuestion['point'],
  from: PlannedRun,
  to: PlannedRun,
  worlds: readonly World[],
): readonly number[] {
  const throughput = (world: World, { pools, microbatches, batchSize, ...run }: PlannedRun): number =>
    (run.perCost * run.cycleTime) / cycleTime(pointIn(world, { ...point, microbatches, batchSize }), pools, 'pipeline');
  return worlds.map((world) => throughput(world, to) / throughput(world, from) - 1);
}
