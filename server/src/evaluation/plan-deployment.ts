import type { LatencyProfile } from '../latency/latency-profile';
import type { Deployment } from '../manifest/deployment';
import type { EngineLimits } from '../provisioning/optimum/pool-limits';
import type { PlanQuestion } from '../provisioning/plan/plan-question';
import { formatNumber, secondsPerUnit } from '../text/format';
import type { World } from '../uncertainty/world';
import type { PointEstimate } from '../workload/workload-estimate';
import type { Evaluation } from './evaluation';
import type { WorkloadOrigin } from './inputs';
import { largestRequestOf, memoryModel } from './memory-use';
import { inUnit, objectivesOf, poolLimits, sharingOf, usualMicrobatches } from './sizing-limits';
import { thetaUnknown } from './workload/theta-doubt';
import { worldsOf } from './worlds-of';

/** What a reader asks of a joint choice. */
export interface PlanOptions {
  /** N, workers of either kind together. */
  readonly workers: number;
  /** Workers of a node: pools are whole nodes. */
  readonly nodeSize?: number | undefined;
  /** Numbers of microbatches to choose from, in place of the engine's. */
  readonly microbatches?: readonly number[] | undefined;
  /** True to propose FFN pools that do not share out the routed experts evenly, too. */
  readonly anyFfn?: boolean | undefined;
}

/**
 * Where the range of batch sizes comes from. `calibrated`: the profile's. `bounded`: memory or an objective ends it.
 * `unbounded`: nothing known does, and more requests are always better, so the configured one is held. `horizon`: it is
 * held since theta over a finite run is that of one batch size.
 */
export type BatchBasis = 'calibrated' | 'bounded' | 'unbounded' | 'horizon';

/** A deployment's question to the joint choice, and what it rests on. */
export interface DeploymentPlan {
  readonly kind: 'plan';
  readonly question: PlanQuestion;
  readonly profile: LatencyProfile;
  readonly worlds: readonly World[];
  readonly batchBasis: BatchBasis;
  /** Objectives that are stated but cannot be compared, since the profile counts cycles. */
  readonly objectivesLeftOut: boolean;
  /** Routed experts that every FFN pool shares out evenly; undefined where unknown or not asked. */
  readonly evenExperts: number | undefined;
}

export type PlanQuestionOutcome =
  | DeploymentPlan
  /** What is known does not allow the question: one sentence. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Workload, profile or pools are missing; the evaluation says why. */
  | { readonly kind: 'not evaluated' };

/** True where the configured batch size is the only one asked about. */
export function holdsBatch({ batchBasis }: Pick<DeploymentPlan, 'batchBasis'>): boolean {
  return batchBasis === 'unbounded' || batchBasis === 'horizon';
}

/** The largest batch size that a manifest may state. */
const largestStatedBatch = 1_000_000;

/** The joint choice that a deployment's facts pose for so many workers. Source: docs/theory.md, "Joint choice". */
export function planQuestion(
  deployment: Deployment,
  evaluation: Evaluation,
  options: PlanOptions,
): PlanQuestionOutcome {
  const { attention, ffn, topology, missing } = deployment;
  const { workload, profile, hardware } = evaluation;
  if (!attention || !ffn || missing.length > 0 || !workload || !profile) return { kind: 'not evaluated' };
  const { estimate, origin } = workload;
  if (estimate.kind !== 'point') {
    return refused('theta is known only as an interval; give `covariance`, or a request trace.');
  }
  const doubtful = thetaUnknown(deployment, workload);
  if (doubtful) return refused(`${doubtful.message.charAt(0).toUpperCase()}${doubtful.message.slice(1)}.`);
  const stated = objectivesOf(deployment);
  const someStated = stated.tpot !== undefined || stated.ttft !== undefined;
  const applied = someStated && secondsPerUnit(profile.timeUnit) !== undefined;
  const memory = memoryModel(deployment, hardware);
  const batch = batchRange(deployment, profile, { estimate, origin }, memory !== undefined || applied);
  if ('message' in batch) return refused(batch.message);
  const microbatches = microbatchesOf(deployment, options.microbatches, batch.basis);
  if ('message' in microbatches) return refused(microbatches.message);

  const limits = poolLimits({ attention, ffn, topology }, profile, undefined, {});
  const evenExperts = options.anyFfn ? undefined : routedExperts(evaluation);
  const { theta, nu, meanDecode } = estimate;
  return {
    kind: 'plan',
    question: {
      point: { load: { theta, nu, meanDecode }, latency: profile.latency, sharing: sharingOf(topology) },
      workers: options.workers,
      nodeSize: options.nodeSize,
      limits: { ...limits, engine: withEvenExperts(limits.engine, evenExperts) },
      microbatches: microbatches.choices,
      batchSizes: { low: batch.low, high: batch.high },
      memory,
      largestRequest: largestRequestOf(origin),
      objectives: inUnit(stated, profile.timeUnit),
    },
    profile,
    worlds: worldsOf(estimate, profile),
    batchBasis: batch.basis,
    objectivesLeftOut: someStated && !applied,
    evenExperts,
  };
}

function refused(message: string): PlanQuestionOutcome {
  return { kind: 'refused', message };
}

interface BatchRange {
  readonly low: number;
  readonly high: number;
  readonly basis: BatchBasis;
}

function batchRange(
  { batchSize, workload, whenMissing }: Deployment,
  { ranges }: LatencyProfile,
  { estimate, origin }: { readonly estimate: PointEstimate; readonly origin: WorkloadOrigin },
  bounded: boolean,
): BatchRange | { readonly message: string } {
  const { batchSize: batches, tokenLoad } = ranges;
  const theta = Math.max(estimate.theta, Number.EPSILON);
  const low = Math.max(1, Math.ceil(batches?.low ?? 0), Math.ceil((tokenLoad?.low ?? 0) / theta));
  const most = Math.min(
    batches?.high ?? Number.POSITIVE_INFINITY,
    (tokenLoad?.high ?? Number.POSITIVE_INFINITY) / theta,
  );
  const calibrated = Number.isFinite(most);
  const range = { low, high: calibrated ? Math.floor(most) : largestStatedBatch };
  if (range.low > range.high) {
    return { message: 'No whole batch size lies in the ranges that the latency profile was calibrated for.' };
  }
  const overHorizon = workload?.horizonRequests !== undefined && origin.kind === 'statistics';
  if (!overHorizon && calibrated) return { ...range, basis: 'calibrated' };
  if (!overHorizon && bounded) return { ...range, basis: 'bounded' };
  if (batchSize === undefined) {
    return { message: `Nothing known bounds the batch size, and there is none to hold: ${whenMissing.batchSize}.` };
  }
  const held = batchSize.value;
  if (held < range.low || held > range.high) {
    const ends = `${formatNumber(range.low)} to ${formatNumber(range.high)}`;
    return {
      message: `The batch size ${formatNumber(held)} is outside the range of ${ends} that the latency profile was calibrated for.`,
    };
  }
  return { low: held, high: held, basis: overHorizon ? 'horizon' : 'unbounded' };
}

/** What an engine's launch states is B times m, so where B is held m is as well. */
function microbatchesOf(
  { launches, microbatches, microbatchChoices }: Deployment,
  asked: readonly number[] | undefined,
  basis: BatchBasis,
): { readonly choices: readonly number[] } | { readonly message: string } {
  const held = launches.length > 0 && holdsBatch({ batchBasis: basis });
  const possible = held ? [microbatches?.value ?? 1] : microbatchChoices;
  const choices = asked ?? possible ?? usualMicrobatches;
  if (choices.every((choice) => possible?.includes(choice) ?? true)) return { choices };
  return {
    message: held
      ? 'The launch states the requests in flight, and nothing bounds them, so its number of microbatches is held too.'
      : `The engine can run ${possible!.join(' or ')} microbatches, not ${asked!.join(' or ')}.`,
  };
}

/** Routed experts of the model, as far as it is known. */
function routedExperts({ profile, hardware }: Evaluation): number | undefined {
  const model = hardware?.model;
  const layers = model?.kind === 'ready' ? model.shape.ffn : [];
  const counts = layers.flatMap(({ experts }) => (experts > 0 ? [experts] : []));
  return profile?.latency.ffn.experts?.count ?? (counts.length === 0 ? undefined : Math.max(...counts));
}

/** The engine's limits and, where it has none of that kind, FFN pools that share out the experts evenly. */
function withEvenExperts(engine: EngineLimits | undefined, experts: number | undefined): EngineLimits | undefined {
  if (experts === undefined || engine?.ffnDivides !== undefined) return engine;
  const any = { attentionAtLeastFfn: false, attentionAtMostFfn: false, attentionMultipleOfFfn: false };
  return { ...any, ...engine, ffnDivides: experts };
}
