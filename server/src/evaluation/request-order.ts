import type { Deployment } from '../manifest/deployment';
import type { PriorityKey } from '../manifest/scheduler-facts';
import { type PolicyName, policyNames } from '../scheduling/policies';
import type { SchedulingStudy } from '../scheduling/study';
import type { Evaluation } from './evaluation';
import type { Inputs, StudyState } from './inputs';
import { type OfferedLoad, offeredLoadOf, traceRateOf } from './offered-load';

/** Demand over capacity below which the order hardly matters. Source: docs/scheduling.md. */
export const leastOfferedLoad = 0.7;

/** A gain of the mean over another order below which none is proposed. */
export const leastOrderGain = 0.1;

/** How much requests wait for KV cache, and what their order makes of it. */
export interface RequestOrder {
  /** Undefined where something that it follows from is not known. */
  readonly offeredLoad: OfferedLoad | undefined;
  /** The order that the deployment asks for; undefined where nobody knows it, or it is none of ours. */
  readonly policy: PolicyName | undefined;
  /** The requests of the trace under that order and others, or why nobody asked. */
  readonly schedule: StudyState<SchedulingStudy> | { readonly kind: 'none'; readonly why: NoSchedule };
}

export type NoSchedule =
  | 'unknown load'
  | 'calm'
  | 'overloaded'
  | 'waits for slots'
  | 'unknown order'
  | 'no arrivals'
  | 'nobody computes';

const orderOfKey: Readonly<Record<PriorityKey, PolicyName>> = {
  decode: 'sf',
  prefill: 'spf',
  total: 'total',
  volume: 'svf',
};

/**
 * What the order of requests does to a deployment, as far as it is known now. A schedule is asked for only where requests
 * wait and every order keeps up with them: at an offered load from `leastOfferedLoad` to 1.
 */
export function requestOrderOf(deployment: Deployment, evaluation: Evaluation, inputs: Inputs): RequestOrder {
  const offeredLoad = offeredLoadOf(deployment, evaluation);
  const policy = policyOf(deployment);
  const why = whyNone(offeredLoad, policy);
  const none = (reason: NoSchedule): RequestOrder => ({ offeredLoad, policy, schedule: { kind: 'none', why: reason } });
  if (why !== undefined) return none(why);
  const rate = traceRateOf(evaluation);
  const trace = deployment.workload?.trace;
  const origin = evaluation.workload?.origin;
  if (rate === undefined || !trace || origin?.kind !== 'trace') return none('no arrivals');
  const { stepSeconds, requestRate, kvTokens } = offeredLoad!;
  const { ageing } = deployment.scheduler;
  const schedule = inputs.schedule?.(
    {
      reference: trace.path.value,
      columns: trace.columns,
      read: origin.trace,
      stepSeconds,
      // Of all that comes one worker gets its share, and the trace may come faster or slower than here.
      stretch: (deployment.attention!.workers * rate) / requestRate,
    },
    {
      kvTokens: Math.floor(kvTokens.tokens),
      mode: 'online',
      policies: [...new Set<PolicyName>(['fcfs', policy!, 'svf'])],
      predictionNoise: 0,
      seed: 1,
      ageingSteps: ageing && Math.max(1, Math.round(ageing.value / stepSeconds)),
      stepTime: undefined,
    },
  );
  return schedule ? { offeredLoad, policy, schedule } : none('nobody computes');
}

function whyNone(offeredLoad: OfferedLoad | undefined, policy: PolicyName | undefined): NoSchedule | undefined {
  if (!offeredLoad) return 'unknown load';
  if (offeredLoad.rho > 1) return 'overloaded';
  if (offeredLoad.waitsForSlots) return 'waits for slots';
  if (offeredLoad.rho < leastOfferedLoad) return 'calm';
  return policy === undefined ? 'unknown order' : undefined;
}

/**
 * The policy that the deployment asks for. Of engines only first come, first served is one of ours: what they order
 * by priority, nobody states.
 */
function policyOf({ scheduler: { policy, priorityKey }, launches }: Deployment): PolicyName | undefined {
  if (launches.length > 0) return policy?.value === 'fcfs' ? 'fcfs' : undefined;
  if (policy?.value === 'priority') return priorityKey && orderOfKey[priorityKey.value];
  return policyNames.find((name) => name === policy?.value);
}

/** The requests of a trace under the deployment's order and by volume, where they wait as long as the offered load says. */
export interface OrdersCompared {
  readonly study: SchedulingStudy;
  readonly now: SchedulingStudy['results'][number];
  readonly byVolume: SchedulingStudy['results'][number];
  /** Share of the mean that ordering by volume saves. */
  readonly gain: number;
}

/**
 * The deployment's order beside that by volume; undefined where no schedule is there yet, or the requests that it is made
 * of wait less than all do, or more than any order keeps up with.
 */
export function ordersCompared({ policy, schedule }: RequestOrder): OrdersCompared | undefined {
  if (schedule.kind !== 'ready') return undefined;
  const { results, offeredLoad } = schedule.value;
  if (offeredLoad === undefined || offeredLoad < leastOfferedLoad || offeredLoad > 1) return undefined;
  const now = results.find((result) => result.policy === policy);
  const byVolume = results.find((result) => result.policy === 'svf');
  return now && byVolume
    ? { study: schedule.value, now, byVolume, gain: 1 - byVolume.meanSteps / now.meanSteps }
    : undefined;
}
