import type { OrdersCompared } from '../../evaluation/request-order';
import type { Deployment } from '../../manifest/deployment';
import { ordersMadeOf } from '../../wording/request-order-words';
import type { RelatedPlace, Subject } from '../rule';

/** Whether the trace is long enough for what its requests wait to tell anything. */
export function hasEnoughRequests({ evaluation, thresholds }: Subject): boolean {
  return (evaluation?.workload?.estimate.requests ?? 0) >= thresholds.minTraceRequests;
}

/** What the figures are of, at the trace; none where this file does not name it. */
export function traceOfOrders({ workload, attention }: Deployment, compared: OrdersCompared): readonly RelatedPlace[] {
  const path = workload?.trace?.path;
  if (!path || !attention || path.setIn !== undefined) return [];
  return [{ message: ordersMadeOf(compared, attention.workers), range: path.site, file: path.file }];
}
