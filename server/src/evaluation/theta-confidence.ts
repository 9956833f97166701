import { studentT95 } from '../provisioning/student-t';
import type { PointEstimate } from '../workload/workload-estimate';

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
