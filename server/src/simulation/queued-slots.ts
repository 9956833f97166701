import { CappedTimes } from './capped-times';
import { randomStream } from './random';
import type { RequestLengths } from './request-law';
import type { DrawnRequest, RequestSource } from './request-source';
import { clearBlock, type SlotBlock } from './slot-block';
import { type SlotScenario, SlotState, type Slots } from './slot-state';

/**
 * Slots that take the requests of a list in its order, from one queue for all workers: a finished slot takes the next
 * one at once. Within a round the microbatches come in turn, within a step the workers. A stationary start fills the
 * slots with requests of the list as a running system would hold them, and then begins with the list's first. A list
 * that ends starts over; `scenarioProblem` sees to it that this happens only after the end of a run.
 */
export class QueuedSlots implements Slots {
  private readonly state: SlotState;
  private readonly drawn: DrawnRequest = { prefill: 0, decode: 1, age: 0 };
  private readonly cappedTimes: CappedTimes;
  private next = 0;
  private round = 0;
  /** The round that a block begins with. */
  private blockStart = 0;
  /** A calendar: for each coming round, modulo its length, the slots that complete in it, as a linked list. */
  private readonly horizon: number;
  private readonly heads: Int32Array;
  private readonly following: Int32Array;

  constructor(
    private readonly scenario: SlotScenario,
    private readonly list: RequestLengths,
    source: RequestSource,
    private readonly workers: number,
    streamName: readonly number[],
  ) {
    const { batchSize, microbatches, start } = scenario;
    this.state = new SlotState(scenario, workers);
    this.cappedTimes = new CappedTimes(scenario, this.state.count);
    this.horizon = list.decode.reduce((most, steps) => Math.max(most, steps), 1) + 1;
    this.heads = new Int32Array(this.horizon * microbatches).fill(-1);
    this.following = new Int32Array(this.state.count);
    const random = randomStream(...streamName);
    // The first requests go round the workers, as they would from a queue.
    for (let i = 0; i < this.state.count; i++) {
      const slot = (i % workers) * microbatches * batchSize + Math.floor(i / workers);
      if (start === 'cold') this.takeNext();
      else source.resident(random, this.drawn);
      this.put(slot, 0);
      this.state.load[Math.floor(slot / batchSize)]! += this.drawn.prefill + this.drawn.age;
    }
  }

  fill(block: SlotBlock): void {
    clearBlock(block);
    this.cappedTimes.begin(block);
    this.blockStart = this.round;
    const { microbatches } = this.scenario;
    for (let round = 0; round < block.rounds; round++, this.round++) {
      for (let microbatch = 0; microbatch < microbatches; microbatch++) {
        const step = round * microbatches + microbatch;
        this.writeLoads(block, step, microbatch);
        this.renewRequests(block, step, microbatch);
      }
    }
    this.cappedTimes.end(block);
  }

  private writeLoads(block: SlotBlock, step: number, microbatch: number): void {
    const { batchSize, microbatches } = this.scenario;
    const { load } = this.state;
    for (let worker = 0; worker < this.workers; worker++) {
      const holder = worker * microbatches + microbatch;
      block.load[step * block.workers + worker] = load[holder]!;
      load[holder]! += batchSize;
    }
  }

  /** The slots whose requests complete now take their next ones, worker by worker. */
  private renewRequests(block: SlotBlock, step: number, microbatch: number): void {
    const { batchSize, microbatches } = this.scenario;
    for (const slot of this.ending(microbatch)) {
      const holder = Math.floor(slot / batchSize);
      const before = this.state.complete(slot, Math.floor(holder / microbatches), step, block);
      this.takeNext();
      this.state.load[holder]! += this.drawn.prefill - before;
      this.put(slot, this.round + 1);
    }
  }

  private ending(microbatch: number): readonly number[] {
    const head = this.headOf(this.round, microbatch);
    const slots: number[] = [];
    for (let slot = this.heads[head]!; slot >= 0; slot = this.following[slot]!) slots.push(slot);
    this.heads[head] = -1;
    return slots.sort((a, b) => a - b);
  }

  private takeNext(): void {
    this.drawn.prefill = this.list.prefill[this.next]!;
    this.drawn.decode = this.list.decode[this.next]!;
    this.drawn.age = 0;
    this.next = (this.next + 1) % this.list.decode.length;
  }

  private put(slot: number, round: number): void {
    const microbatch = Math.floor(slot / this.scenario.batchSize) % this.scenario.microbatches;
    const { prefill, age } = this.drawn;
    const steps = this.state.put(slot, this.drawn);
    this.cappedTimes.put(slot, prefill + age, round - this.blockStart, steps);
    const head = this.headOf(round + steps - 1, microbatch);
    this.following[slot] = this.heads[head]!;
    this.heads[head] = slot;
  }

  private headOf(round: number, microbatch: number): number {
    return (round % this.horizon) * this.scenario.microbatches + microbatch;
  }
}
