import { CappedTimes } from './capped-times';
import { type Random, randomStream } from './random';
import type { DrawnRequest, RequestSource } from './request-source';
import { clearBlock, type SlotBlock } from './slot-block';
import { type SlotScenario, SlotState, type Slots } from './slot-state';

/**
 * Slots whose requests are drawn independently. Then it does not matter which slot takes which request from the common
 * queue, and each worker has a stream of its own: a worker goes through the same loads at every ratio.
 */
export class IndependentSlots implements Slots {
  private readonly state: SlotState;
  /** The round in which the slot's request completes, counted from the coming block's first. */
  private readonly end: Float64Array;
  private readonly cappedTimes: CappedTimes;
  private readonly streams: readonly Random[];
  private readonly drawn: DrawnRequest = { prefill: 0, decode: 1, age: 0 };
  /** How the load changes after a round, beside growing by one token per slot. */
  private jump = new Float64Array(0);

  constructor(
    private readonly scenario: SlotScenario,
    private readonly source: RequestSource,
    private readonly workers: number,
    streamName: readonly number[],
  ) {
    const state = new SlotState(scenario, workers);
    this.state = state;
    this.end = new Float64Array(state.count);
    this.cappedTimes = new CappedTimes(scenario, state.count);
    this.streams = Array.from({ length: workers }, (_, worker) => randomStream(...streamName, worker));
    const { batchSize, microbatches, start } = scenario;
    for (let slot = 0; slot < state.count; slot++) {
      const random = this.streams[Math.floor(slot / (batchSize * microbatches))]!;
      if (start === 'cold') source.fresh(random, this.drawn);
      else source.resident(random, this.drawn);
      const steps = state.put(slot, this.drawn);
      this.end[slot] = steps - 1;
      this.cappedTimes.put(slot, this.drawn.prefill + this.drawn.age, 0, steps);
      state.load[Math.floor(slot / batchSize)]! += this.drawn.prefill + this.drawn.age;
    }
  }

  fill(block: SlotBlock): void {
    clearBlock(block);
    this.cappedTimes.begin(block);
    if (this.jump.length < block.rounds) this.jump = new Float64Array(block.rounds);
    for (let worker = 0; worker < this.workers; worker++) {
      for (let microbatch = 0; microbatch < this.scenario.microbatches; microbatch++) {
        this.renewRequests(block, worker, microbatch);
        this.addUpLoads(block, worker, microbatch);
      }
    }
    this.cappedTimes.end(block);
  }

  /** Takes each slot through its requests up to the end of the block. */
  private renewRequests(block: SlotBlock, worker: number, microbatch: number): void {
    const { batchSize, microbatches } = this.scenario;
    const random = this.streams[worker]!;
    const jump = this.jump;
    jump.fill(0);
    const first = (worker * microbatches + microbatch) * batchSize;
    for (let slot = first; slot < first + batchSize; slot++) {
      let round = this.end[slot]!;
      while (round < block.rounds) {
        const before = this.state.complete(slot, worker, round * microbatches + microbatch, block);
        this.source.fresh(random, this.drawn);
        jump[round]! += this.drawn.prefill - before;
        const steps = this.state.put(slot, this.drawn);
        this.cappedTimes.put(slot, this.drawn.prefill, round + 1, steps);
        round += steps;
      }
      this.end[slot] = round - block.rounds;
    }
  }

  private addUpLoads({ rounds, load, workers }: SlotBlock, worker: number, microbatch: number): void {
    const { batchSize, microbatches } = this.scenario;
    const holder = worker * microbatches + microbatch;
    let tokens = this.state.load[holder]!;
    for (let round = 0; round < rounds; round++) {
      load[(round * microbatches + microbatch) * workers + worker] = tokens;
      tokens += batchSize + this.jump[round]!;
    }
    this.state.load[holder] = tokens;
  }
}
