import { KeyQueue } from './key-queue';
import { PlannedQueue } from './planned-queue';
import type { PolicyName } from './policies';
import { requestSizes } from './published/candidates';
import { exactSelector, scaledSelector } from './published/dynamic-program';
import { linearOrder } from './published/linear-order';
import type { LinearSolver } from './published/linear-program';
import { selectQuantile } from './published/select-quantile';
import { selectSwap } from './published/select-swap';
import { sortedF } from './published/sorted-f';
import type { SchedulingRequest } from './request';
import { peak, volume } from './volume';
import type { Refusal, WaitingQueue } from './waiting-queue';

/** Policies that are one number per request, the smallest first. */
const orderKeys = {
  fcfs: ({ arrival }: SchedulingRequest): number => arrival,
  sf: ({ decode }: SchedulingRequest): number => decode,
  spf: ({ prefill }: SchedulingRequest): number => prefill,
  total: peak,
  svf: volume,
} as const;

/** The order of a policy, for one run, over requests as predicted. */
export function policyQueue(
  policy: PolicyName,
  requests: readonly SchedulingRequest[],
  kvTokens: number,
  solve: LinearSolver | undefined,
): WaitingQueue | Refusal {
  const sizes = requestSizes(requests);
  switch (policy) {
    case 'sorted-f':
      return new PlannedQueue(sortedF(sizes, kvTokens, selectQuantile));
    case 'sorted-f-dp':
      return new PlannedQueue(sortedF(sizes, kvTokens, exactSelector()));
    case 'sorted-f-scaled':
      return new PlannedQueue(sortedF(sizes, kvTokens, scaledSelector()));
    case 'sorted-f-swap':
      return new PlannedQueue(sortedF(sizes, kvTokens, selectSwap));
    case 'sorted-lp':
    case 'lp-swap':
      if (!solve) return { why: 'it takes a solver of linear programs' };
      return new PlannedQueue(linearOrder(requests, sizes, kvTokens, { solve, swap: policy === 'lp-swap' }));
    default:
      return new KeyQueue(Float64Array.from(requests, orderKeys[policy]));
  }
}
