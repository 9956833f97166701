import { type Random, randomStream } from './random';
import type { DrawnRequest, RequestSource } from './request-source';
import type { Scenario } from './scenario';
import { FOLLOWED_WORKERS, noteCompletion, type SlotBlock } from './slot-block';

/** Fills blocks, one after the other. */
export interface Slots {
  readonly fill: (block: SlotBlock) => void;
}

/**
 * Slots whose requests are drawn independently. Then it does not matter which slot takes which request from the common
 * queue, and each worker has a stream of its own: a worker goes through the same loads at every ratio.
 */
export function independentSlots(
  scenario: Pick<Scenario, 'batchSize' | 'microbatches' | 'start'>,
  source: RequestSource,
  workers: number,
  streamName: readonly number[],
): Slots {
  const { batchSize, microbatches } = scenario;
  const slots = workers * microbatches * batchSize;
  const prefill = new Float64Array(slots);
  const decode = new Float64Array(slots);
  const observed = new Float64Array(slots);
  /** The round in which the slot's request completes, counted from the block's first. */
  const end = new Float64Array(slots);
  /** Token load of a microbatch of a worker in the block's first round. */
  const load = new Float64Array(workers * microbatches);
  const streams: Random[] = [];
  const drawn: DrawnRequest = { prefill: 0, decode: 1, age: 0 };

  const put = (slot: number, round: number): void => {
    prefill[slot] = drawn.prefill;
    decode[slot] = drawn.decode;
    observed[slot] = drawn.decode - drawn.age;
    end[slot] = round + drawn.decode - drawn.age - 1;
  };
  for (let worker = 0; worker < workers; worker++) {
    const random = randomStream(...streamName, worker);
    streams.push(random);
    for (let i = 0; i < microbatches * batchSize; i++) {
      const slot = worker * microbatches * batchSize + i;
      if (scenario.start === 'cold') source.fresh(random, drawn);
      else source.resident(random, drawn);
      put(slot, 0);
      load[Math.floor(slot / batchSize)]! += drawn.prefill + drawn.age;
    }
  }

  /** How the load changes after a round beside growing by one token per slot. */
  let jump = new Float64Array(0);

  const fill = (block: SlotBlock): void => {
    const { rounds, completed, completedTokens, completions } = block;
    if (jump.length < rounds) jump = new Float64Array(rounds);
    completed.fill(0);
    completedTokens.fill(0);
    completions.count = 0;
    for (let worker = 0; worker < workers; worker++) {
      const random = streams[worker]!;
      for (let microbatch = 0; microbatch < microbatches; microbatch++) {
        jump.fill(0);
        const first = (worker * microbatches + microbatch) * batchSize;
        for (let slot = first; slot < first + batchSize; slot++) {
          let round = end[slot]!;
          while (round < rounds) {
            const step = round * microbatches + microbatch;
            const entry = step * workers + worker;
            completed[entry]! += 1;
            completedTokens[entry]! += decode[slot]!;
            if (worker < FOLLOWED_WORKERS) noteCompletion(completions, slot, step, observed[slot]!);
            const before = prefill[slot]! + decode[slot]!;
            source.fresh(random, drawn);
            jump[round]! += drawn.prefill - before;
            put(slot, round + 1);
            round = end[slot]!;
          }
          end[slot] = round - rounds;
        }
        let tokens = load[worker * microbatches + microbatch]!;
        for (let round = 0; round < rounds; round++) {
          block.load[(round * microbatches + microbatch) * workers + worker] = tokens;
          tokens += batchSize + jump[round]!;
        }
        load[worker * microbatches + microbatch] = tokens;
      }
    }
  };
  return { fill };
}
