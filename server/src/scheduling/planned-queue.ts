import type { Refusal, WaitingQueue } from './waiting-queue';

/**
 * The next batch in its order, of all that wait; at least one. `waits[i]` is 1 for each request that waits, `newcomers` are
 * those that arrived since the last call.
 */
export type PlanBatch = (waits: Uint8Array, newcomers: readonly number[]) => readonly number[] | Refusal;

/** Newcomers that make a new plan worth while, as a share of those that wait. */
const newcomerShare = 1 / 8;

/**
 * Receding horizon: the next batch is planned when the last one has been admitted, and anew when at least an eighth of those
 * that wait came since. Others that come wait for the next plan.
 */
export class PlannedQueue implements WaitingQueue {
  private readonly plan: PlanBatch;
  private newcomers: number[] = [];
  private batch: readonly number[] = [];
  private at = 0;

  constructor(plan: PlanBatch) {
    this.plan = plan;
  }

  add(request: number): void {
    this.newcomers.push(request);
  }

  next(waits: Uint8Array, waiting: number): number | Refusal {
    // Ageing may have admitted some out of their turn.
    while (this.at < this.batch.length && waits[this.batch[this.at]!] === 0) this.at += 1;
    this.newcomers = this.newcomers.filter((request) => waits[request] === 1);
    if (this.at === this.batch.length || this.newcomers.length >= waiting * newcomerShare) {
      const batch = this.plan(waits, this.newcomers);
      if ('why' in batch) return batch;
      [this.newcomers, this.batch, this.at] = [[], batch, 0];
    }
    return this.batch[this.at]!;
  }
}
