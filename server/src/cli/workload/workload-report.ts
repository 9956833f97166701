import type { LengthSpread } from '../../workload/length-spread';
import type { TraceSummary } from '../../workload/trace-summary';
import type { PointEstimate } from '../../workload/workload-estimate';

/** What a request trace says, for the output formats. */
export interface WorkloadReport {
  /** As the user named it. */
  readonly file: string;
  readonly summary: TraceSummary;
  readonly estimate: PointEstimate;
  readonly spread: LengthSpread;
  /** theta's 95 % interval in tokens; undefined for a single request. */
  readonly confidence: { readonly low: number; readonly high: number } | undefined;
}
