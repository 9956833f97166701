import { studentT95 } from '../provisioning/mathematics/student-t';
import type { PointEstimate } from '../workload/workload-estimate';

/** Where theta lies. A single request says nothing about its spread: then it may be anything up to twice its value. */
export function thetaRange(estimate: PointEstimate): { readonly low: number; readonly high: number } {
  const { theta, requests } = estimate;
  const unknown = requests === 1 ? { low: 0, high: 2 * theta } : { low: theta, high: theta };
  return thetaConfidence(estimate) ?? unknown;
}

/** theta's 95 % interval in tokens, from its standard error; undefined where that is not known. */
export function thetaConfidence({
  theta,
  thetaStandardError,
  requests = Number.POSITIVE_INFINITY,
}: PointEstimate): { readonly low: number; readonly high: number } | undefined {
  if (thetaStandardError === undefined) return undefined;
  const reach = studentT95(requests) * thetaStandardError;
  return { low: Math.max(0, theta - reach), high: theta + reach };
}
