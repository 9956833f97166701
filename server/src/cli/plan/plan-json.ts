import type { Evaluation } from '../../evaluation/evaluation';
import type { DeploymentPlan } from '../../evaluation/plan-deployment';
import type { PlanStanding } from '../../evaluation/plan-standing';
import type { Deployment } from '../../manifest/deployment';
import type { AttentionFit, FfnFit } from '../../provisioning/memory/memory-fit';
import type { PlanChoice, PlanReason } from '../../provisioning/plan/plan-question';
import { modelVersion, schemaVersion } from '../../report/explanation-json';
import type { GainBand } from '../../uncertainty/gain-band';

/** A deployment, and what is asked about it. */
export interface PlanSubject {
  readonly file: string;
  /** From 0. */
  readonly document: number;
  readonly deployment: Deployment;
  readonly evaluation: Evaluation;
  readonly plan: DeploymentPlan;
}

/** The limits leave no choice: what does, in a sentence without its full stop. */
export interface NothingPlanned extends PlanSubject {
  readonly none: string;
  readonly fewestWorkers: number | undefined;
}

export interface PlannedChoices extends PlanSubject {
  readonly none?: undefined;
  /** Best first. */
  readonly choices: readonly PlanChoice[];
  /** Undefined where the configured deployment has another number of workers. */
  readonly standing: PlanStanding | undefined;
  /** The chance of each of the others to be as good as the first, or better, within all errors. */
  readonly chances: readonly number[];
}

/** A deployment and the best ways to use N workers for it. */
export type PlannedDeployment = NothingPlanned | PlannedChoices;

/**
 * The machine-readable choices. Times are in `timeUnit`, throughput in tokens per time unit. One deployment asked for
 * stands at the top level; of several, those that could be searched are in `deployments`.
 */
export function planJson(deployments: readonly PlannedDeployment[], asked: number) {
  const [only] = deployments;
  const versions = { schemaVersion, modelVersion };
  if (asked === 1 && only) return { ...versions, ...deploymentJson(only) };
  return { ...versions, deployments: deployments.map(deploymentJson) };
}

function deploymentJson(planned: PlannedDeployment) {
  const { file, document, deployment, plan } = planned;
  const { question, profile, batchBasis, evenExperts, objectivesLeftOut } = plan;
  return {
    file,
    document,
    name: deployment.name ?? null,
    workers: question.workers,
    nodeSize: question.nodeSize ?? 1,
    timeUnit: profile.timeUnit,
    weighted: profile.weighted,
    theta: question.point.load.theta,
    nu: question.point.load.nu ?? null,
    profile: { id: profile.id, calibration: profile.calibration, relativeError: profile.relativeError },
    microbatchChoices: question.microbatches,
    batchSizes: { ...question.batchSizes, basis: batchBasis },
    evenExperts: evenExperts ?? null,
    memoryKnown: question.memory !== undefined,
    objectives: {
      tpotSeconds: deployment.tpotSeconds?.value ?? null,
      ttftSeconds: deployment.ttftSeconds?.value ?? null,
      applied: !objectivesLeftOut && (deployment.tpotSeconds ?? deployment.ttftSeconds) !== undefined,
    },
    ...(planned.none === undefined
      ? {
          none: null,
          choices: planned.choices.map((choice, index) => choiceJson(choice, planned.chances[index - 1])),
          maybeAsGood: mayBeAsGood(planned.chances),
          configured: planned.standing ? standingJson(planned.standing) : null,
        }
      : {
          none: { message: planned.none, fewestWorkers: planned.fewestWorkers ?? null },
          choices: [],
          maybeAsGood: 0,
          configured: null,
        }),
  };
}

/** A choice with a smaller chance counts as worse. */
const plausibleChance = 0.05;

/** How many choices have a chance that counts. */
export function mayBeAsGood(chances: readonly number[]): number {
  return chances.filter((chance) => chance >= plausibleChance).length;
}

/** `chance`: of being as good as the first; undefined for the first itself. */
function choiceJson(choice: PlanChoice, chance: number | undefined) {
  const { pools, memory, perCost, loss, reasons, unused, ...rest } = choice;
  return {
    ...pools,
    ratio: pools.attention / pools.ffn,
    bundles: rest.bundles,
    batchSize: rest.batchSize,
    microbatches: rest.microbatches,
    limitedBy: rest.limitedBy,
    unusedWorkers: unused,
    throughput: rest.throughput,
    throughputPerInstance: perCost,
    cycleTime: rest.cycleTime,
    tpot: rest.tpot,
    regime: rest.regime,
    idle: rest.idle,
    memory: memory ? memoryJson(memory) : null,
    lossPercent: loss * 100,
    chanceAsGood: chance ?? null,
    reasons: reasons.map(reasonJson),
  };
}

function memoryJson({ attention, ffn }: { readonly attention: AttentionFit; readonly ffn: FfnFit }) {
  return {
    kvMeanBytes: attention.kv.mean,
    kvPeakBytes: attention.kv.peak ?? null,
    kvRoomBytes: attention.budget.bytes,
    ffnBytes: ffn.weights + ffn.activations + ffn.reserve,
    ffnCapacityBytes: ffn.capacity,
  };
}

function reasonJson({ kind, loss }: PlanReason) {
  return { kind, lossPercent: loss * 100 };
}

function standingJson({ sizing, gain, breaks, isFirst }: PlanStanding) {
  const { pools, point, throughput, tpot } = sizing;
  return {
    ...pools,
    batchSize: point.batchSize,
    microbatches: point.microbatches ?? null,
    throughputPerInstance: throughput,
    tpot: tpot ?? null,
    breaks: breaks ?? null,
    isFirst,
    ...percents(gain),
  };
}

/** What the first choice gains over the configured one. */
function percents({ gain, low, high }: GainBand) {
  return { firstGainsPercent: gain * 100, firstGainsLowPercent: low * 100, firstGainsHighPercent: high * 100 };
}
