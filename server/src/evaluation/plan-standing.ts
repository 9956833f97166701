import { samePools } from '../provisioning/cycle/operating-point';
import type { GainBand } from '../provisioning/optimum/gain-band';
import { planGain } from '../provisioning/plan/plan-gain';
import type { PlanChoice } from '../provisioning/plan/plan-question';
import type { Evaluation, Sizing } from './evaluation';
import type { DeploymentPlan } from './plan-deployment';

/** How the configured deployment, alone on all N workers, compares with the first choice. */
export interface PlanStanding {
  readonly sizing: Sizing;
  /** What the first choice gains over it. */
  readonly gain: GainBand;
  /** True where the first choice is what is configured. */
  readonly isFirst: boolean;
  /** What the configured one breaks that the choices keep; undefined where nothing. */
  readonly breaks: 'memory' | 'objective' | undefined;
}

/** Undefined where the configured pools are not all N workers, or the number of microbatches is not known. */
export function planStanding(
  { sizing, memory }: Evaluation,
  { question, uncertainty }: DeploymentPlan,
  first: PlanChoice,
): PlanStanding | undefined {
  if (sizing?.form !== 'pipeline' || sizing.pools.attention + sizing.pools.ffn !== question.workers) return undefined;
  const { pools, point, throughput, cycleTime, missedObjective } = sizing;
  const configured = {
    pools,
    microbatches: point.microbatches!,
    batchSize: point.batchSize,
    perCost: throughput,
    cycleTime,
  };
  const verdicts = [memory?.attention.verdict, memory?.ffn.verdict];
  const fits = verdicts.every((verdict) => verdict === undefined || verdict === 'fits' || verdict === 'unknown');
  return {
    sizing,
    gain: planGain(question.point, configured, first, uncertainty),
    isFirst:
      first.bundles === 1 &&
      samePools(first.pools, pools) &&
      first.microbatches === configured.microbatches &&
      first.batchSize === configured.batchSize,
    breaks: !fits ? 'memory' : missedObjective ? 'objective' : undefined,
  };
}

/** A gain of not less than this is none or rounding. */
const leastGain = -1e-9;

/** How many of the other choices may be as good as the first, or better, within the errors of stage times and theta. */
export function maybeAsGood({ question, uncertainty }: DeploymentPlan, choices: readonly PlanChoice[]): number {
  const [first, ...others] = choices;
  return others.filter((other) => planGain(question.point, first!, other, uncertainty).high > leastGain).length;
}
