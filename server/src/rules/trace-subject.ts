import type { ReadyTrace } from '../evaluation/inputs';
import type { WorkloadEstimate } from '../workload/workload-estimate';
import type { TextRange } from '../yaml/text-range';
import type { Subject } from './rule';

/** The trace a deployment was evaluated with, what it yields, and the scalar that names it; undefined without a readable trace. */
export function traceSubject({
  deployment,
  evaluation,
}: Subject):
  | { readonly place: TextRange; readonly trace: ReadyTrace; readonly estimate: WorkloadEstimate }
  | undefined {
  const place = deployment?.workload?.trace?.path.site;
  const workload = evaluation?.workload;
  if (!place || workload?.origin.kind !== 'trace') return undefined;
  return { place, trace: workload.origin.trace, estimate: workload.estimate };
}
