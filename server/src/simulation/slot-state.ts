import type { DrawnRequest } from './request-source';
import type { Scenario } from './scenario';
import { FOLLOWED_WORKERS, noteCompletion, type SlotBlock } from './slot-block';

/** The part of a scenario that slots depend on. */
export type SlotScenario = Pick<Scenario, 'batchSize' | 'microbatches' | 'start' | 'latency'>;

/** Fills blocks, one after the other. */
export interface Slots {
  fill(block: SlotBlock): void;
}

/** The requests in the slots of all workers. Slots are numbered `(worker * m + microbatch) * B + slot`. */
export class SlotState {
  readonly count: number;
  /** Token load of each microbatch of each worker, `worker * m + microbatch`. */
  readonly load: Float64Array;
  private readonly prefill: Float64Array;
  private readonly decode: Float64Array;
  private readonly observed: Float64Array;

  constructor({ batchSize, microbatches }: SlotScenario, workers: number) {
    this.count = workers * microbatches * batchSize;
    this.load = new Float64Array(workers * microbatches);
    this.prefill = new Float64Array(this.count);
    this.decode = new Float64Array(this.count);
    this.observed = new Float64Array(this.count);
  }

  /** Puts a request into a slot; returns how many steps it has before it. */
  put(slot: number, { prefill, decode, age }: DrawnRequest): number {
    this.prefill[slot] = prefill;
    this.decode[slot] = decode;
    this.observed[slot] = decode - age;
    return decode - age;
  }

  /** Notes in the block that the slot's request completes; returns the load the slot would have had in the next step. */
  complete(slot: number, worker: number, step: number, block: SlotBlock): number {
    const entry = step * block.workers + worker;
    const decode = this.decode[slot]!;
    block.completed[entry]! += 1;
    block.completedTokens[entry]! += decode;
    if (worker < FOLLOWED_WORKERS) noteCompletion(block.completions, slot, step, this.observed[slot]!);
    return this.prefill[slot]! + decode;
  }
}
