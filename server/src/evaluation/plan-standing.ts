import { samePools } from '../provisioning/cycle/operating-point';
import type { PlanChoice } from '../provisioning/plan/plan-question';
import type { GainBand } from '../uncertainty/gain-band';
import { planGain, planGains } from '../uncertainty/plan-gain';
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
  { question, worlds }: DeploymentPlan,
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
    gain: planGain(question.point, configured, first, worlds),
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

/** The chance of each of the other choices to be as good as the first, or better, within the errors of stage times and theta. */
export function chancesAsGood({ question, worlds }: DeploymentPlan, choices: readonly PlanChoice[]): readonly number[] {
  const [first, ...others] = choices;
  return others.map((other) => {
    const asGood = planGains(question.point, first!, other, worlds).filter((gain) => gain > leastGain);
    return asGood.length / worlds.length;
  });
}
