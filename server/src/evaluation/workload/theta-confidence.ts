import { studentT95 } from '../../provisioning/mathematics/student-t';
import type { PointEstimate } from '../../workload/workload-estimate';

/** Where theta lies. A single request says nothing about its spread: then it may be anything up to twice its value. */
export function thetaRange(estimate: PointEstimate): { readonly low: number; readonly high: number } {
  const { theta, requests } = estimate;
  const unknown = requests === 1 ? { low: 0, high: 2 * theta } : { low: theta, high: theta };
  return thetaConfidence(estimate) ?? unknown;
}

/** theta's 95 % interval in tokens, from its standard error; undefined where that is not known. */
export function thetaConfidence(estimate: PointEstimate): { readonly low: number; readonly high: number } | undefined {
  const { theta, thetaStandardError } = estimate;
  if (thetaStandardError === undefined) return undefined;
  const reach = thetaReach95(estimate) * thetaStandardError;
  return { low: Math.max(0, theta - reach), high: theta + reach };
}

/** How many standard errors of theta a 95 % interval reaches to either side. */
export function thetaReach95({ requests = Number.POSITIVE_INFINITY, errors }: PointEstimate): number {
  return errors?.reach95 ?? studentT95(requests);
}
