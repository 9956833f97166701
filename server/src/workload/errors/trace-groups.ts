import { ConversationGroups } from './conversation-groups';
import { type Drift, driftOf } from './drift';
import type { GroupSums } from './group-sums';
import { periodsOf, type WorkloadPeriod } from './periods';
import { RowBlocks } from './row-blocks';
import { ScatteredGroups } from './scattered-groups';
import { TimeBlocks } from './time-blocks';
import { fewestGroups, type RequestGroups, type WorkloadErrors, workloadErrors } from './workload-errors';

/** How well a trace determines its workload, and how that changed while it was recorded. */
export interface TraceErrors {
  /** Undefined where one request is all there is. */
  readonly errors: WorkloadErrors | undefined;
  /** Undefined without times of arrival. */
  readonly drift: Drift | undefined;
  readonly periods: readonly WorkloadPeriod[];
}

/** Of a trace in which fewer requests than this share state their arrival, the order of the file is taken. */
const mostlyTimed = 0.9;

/** Groups the requests of a trace in every way that may tell how much they depend on each other, in constant memory. */
export class TraceGroups {
  private readonly scattered = new ScatteredGroups();
  private readonly rows = new RowBlocks();
  private times: TimeBlocks | undefined = new TimeBlocks();
  private readonly byConversation = new ConversationGroups();
  private requests = 0;
  private timed = 0;
  private inConversation = 0;

  add(prefill: number, decode: number, seconds: number | undefined, conversation: string | undefined): void {
    this.requests += 1;
    this.scattered.add(prefill, decode);
    this.rows.add(prefill, decode);
    if (seconds !== undefined && this.times !== undefined) {
      this.timed += 1;
      this.times.add(prefill, decode, seconds);
    }
    if (conversation !== undefined) {
      this.inConversation += 1;
      this.byConversation.add(prefill, decode, conversation);
    }
  }

  /** For files that join several clocks. */
  forgetArrivals(): void {
    this.times = undefined;
  }

  /** `thetaError`: theta's relative standard error if requests are independent of each other. */
  result(thetaError: number): TraceErrors {
    const independent = { requests: this.requests, theta: thetaError };
    const timeBlocks = this.timed >= mostlyTimed * this.requests ? (this.times?.blocks() ?? []) : [];
    const isTimed = timeBlocks.length >= fewestGroups;
    const blocks = this.blocks(isTimed ? timeBlocks.map(({ sums }) => sums) : undefined);
    const conversations = this.inConversation >= mostlyTimed * this.requests ? this.byConversation.groups() : undefined;
    return {
      errors: workloadErrors({ scattered: this.scattered.groups(), blocks, conversations }, independent),
      drift: isTimed && blocks ? driftOf(blocks.sums) : undefined,
      periods: isTimed ? periodsOf(timeBlocks, independent) : [],
    };
  }

  private blocks(timed: readonly GroupSums[] | undefined): RequestGroups['blocks'] {
    if (timed) return { of: 'time', sums: timed };
    return this.rows.isSorted() ? undefined : { of: 'rows', sums: this.rows.blocks() };
  }
}
