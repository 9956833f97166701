import type { CappedReads } from '../provisioning/cycle/operating-point';
import type { SlotBlock } from './slot-block';
import type { SlotScenario } from './slot-state';

/**
 * Attention time of layers that read at most so many tokens of each request, slot by slot: alpha min(load, tokens). A
 * request adds one token a step until it reaches the limit, so its part is two straight pieces, and a block of steps costs
 * no more than its requests. Rounds are counted from the block's first.
 */
export class CappedTimes {
  private readonly capped: readonly CappedReads[];
  /** Load of the slot's request in round 0, or what it would have been, and the request's last round. */
  private readonly load: Float64Array;
  private readonly last: Float64Array;
  /** By which the time changes in a round: at once, and from then on in each round. */
  private jump = new Float64Array(0);
  private bend = new Float64Array(0);
  private block: SlotBlock | undefined;

  constructor(
    private readonly scenario: SlotScenario,
    slots: number,
  ) {
    this.capped = scenario.latency.attention.capped ?? [];
    const kept = this.capped.length === 0 ? 0 : slots;
    this.load = new Float64Array(kept);
    this.last = new Float64Array(kept);
  }

  /** A request of that load begins in the slot, in that round, and stays for so many steps. */
  put(slot: number, load: number, round: number, steps: number): void {
    if (this.capped.length === 0) return;
    this.load[slot] = load - round;
    this.last[slot] = round + steps - 1;
    if (this.block !== undefined) this.add(this.block, slot, round);
  }

  /** Begins a block with the requests that are there. */
  begin(block: SlotBlock): void {
    if (this.capped.length === 0) return;
    this.block = block;
    this.jump = new Float64Array(block.load.length);
    this.bend = new Float64Array(block.load.length);
    for (let slot = 0; slot < this.load.length; slot++) this.add(block, slot, 0);
  }

  /** Adds up the block's times and goes on to the next. */
  end({ rounds, microbatches, workers, cappedTime }: SlotBlock): void {
    if (this.capped.length === 0) return;
    const stride = microbatches * workers;
    for (let holder = 0; holder < stride; holder++) {
      let [time, growth] = [0, 0];
      for (let entry = holder; entry < rounds * stride; entry += stride) {
        growth += this.bend[entry]!;
        time += growth + this.jump[entry]!;
        cappedTime[entry] = time;
      }
    }
    for (let slot = 0; slot < this.load.length; slot++) {
      this.load[slot]! += rounds;
      this.last[slot]! -= rounds;
    }
    this.block = undefined;
  }

  private add({ rounds, microbatches, workers }: SlotBlock, slot: number, first: number): void {
    if (first >= rounds) return;
    const holder = Math.floor(slot / this.scenario.batchSize);
    const column = (holder % microbatches) * workers + Math.floor(holder / microbatches);
    const stride = microbatches * workers;
    const note = (changes: Float64Array, round: number, by: number): void => {
      if (round < rounds) changes[round * stride + column]! += by;
    };
    const last = this.last[slot]!;
    const [from, to] = [this.load[slot]! + first, this.load[slot]! + last];
    for (const { alpha, tokens } of this.capped) {
      note(this.jump, first, alpha * Math.min(from, tokens));
      note(this.jump, last + 1, -alpha * Math.min(to, tokens));
      const growing = Math.max(0, Math.min(last - first, Math.floor(tokens - from)));
      note(this.bend, first + 1, alpha * Math.sign(growing));
      note(this.bend, first + growing + 1, -alpha * Math.sign(growing));
      if (from + growing < tokens && first + growing < last) {
        note(this.jump, first + growing + 1, alpha * (tokens - from - growing));
      }
    }
  }
}
