import type { ReadyTrace } from '../../evaluation/inputs';
import type { TextRange } from '../../text/text-range';
import type { WorkloadEstimate } from '../../workload/workload-estimate';
import type { Subject } from '../rule';
import { givenNote } from './given-note';

/** The trace a deployment was evaluated with, what it yields, and the scalar that names it; undefined without a readable trace. */
export function traceSubject({ deployment, evaluation }: Subject):
  | {
      readonly place: TextRange;
      /** Where the trace is set, in brackets, if not in the manifest. */
      readonly note: string;
      readonly trace: ReadyTrace;
      readonly estimate: WorkloadEstimate;
    }
  | undefined {
  const path = deployment?.workload?.trace?.path;
  const workload = evaluation?.workload;
  if (!path || workload?.origin.kind !== 'trace') return undefined;
  return { place: path.site, note: givenNote(path), trace: workload.origin.trace, estimate: workload.estimate };
}
