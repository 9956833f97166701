import type { Slots } from './independent-slots';
import { randomStream } from './random';
import type { RequestList } from './request-law';
import type { DrawnRequest, RequestSource } from './request-source';
import type { Scenario } from './scenario';
import { FOLLOWED_WORKERS, noteCompletion, type SlotBlock } from './slot-block';

/**
 * Slots that take the requests of a list in its order, from one queue for all workers: a finished slot takes the next
 * one at once. Within a round the microbatches come in turn, within a step the workers. A stationary start fills the
 * slots with requests of the list as a running system would hold them, and then begins with the list's first. A list
 * that ends starts over; `scenarioProblem` sees to it that this happens only after the end of a run.
 */
export function queuedSlots(
  scenario: Pick<Scenario, 'batchSize' | 'microbatches' | 'start'>,
  list: RequestList,
  source: RequestSource,
  workers: number,
  streamName: readonly number[],
): Slots {
  const { batchSize, microbatches } = scenario;
  const slots = workers * microbatches * batchSize;
  const prefill = new Float64Array(slots);
  const decode = new Float64Array(slots);
  const observed = new Float64Array(slots);
  const load = new Float64Array(workers * microbatches);
  const drawn: DrawnRequest = { prefill: 0, decode: 1, age: 0 };
  const random = randomStream(...streamName);
  let next = 0;

  // A calendar: for each coming round, modulo its length, the slots that complete in it, as a linked list.
  const horizon = list.decode.reduce((most, steps) => Math.max(most, steps), 1) + 1;
  const heads = new Int32Array(horizon * microbatches).fill(-1);
  const nextInRound = new Int32Array(slots);
  let now = 0;

  const takeNext = (): void => {
    drawn.prefill = list.prefill[next]!;
    drawn.decode = list.decode[next]!;
    drawn.age = 0;
    next = (next + 1) % list.decode.length;
  };
  const microbatchOf = (slot: number): number => Math.floor(slot / batchSize) % microbatches;
  const put = (slot: number, round: number): void => {
    prefill[slot] = drawn.prefill;
    decode[slot] = drawn.decode;
    observed[slot] = drawn.decode - drawn.age;
    const head = ((round + observed[slot]! - 1) % horizon) * microbatches + microbatchOf(slot);
    nextInRound[slot] = heads[head]!;
    heads[head] = slot;
  };
  /** The slots whose requests complete now, in the order in which they take their next: worker by worker. */
  const endingNow = (microbatch: number): readonly number[] => {
    const head = (now % horizon) * microbatches + microbatch;
    const ending: number[] = [];
    for (let slot = heads[head]!; slot >= 0; slot = nextInRound[slot]!) ending.push(slot);
    heads[head] = -1;
    return ending.sort((a, b) => a - b);
  };
  // The first requests go round the workers, as they would from a queue.
  for (let i = 0; i < slots; i++) {
    const slot = (i % workers) * microbatches * batchSize + Math.floor(i / workers);
    if (scenario.start === 'cold') takeNext();
    else source.resident(random, drawn);
    put(slot, 0);
    load[Math.floor(slot / batchSize)]! += drawn.prefill + drawn.age;
  }

  const fill = (block: SlotBlock): void => {
    const { rounds, completed, completedTokens, completions } = block;
    completed.fill(0);
    completedTokens.fill(0);
    completions.count = 0;
    for (let round = 0; round < rounds; round++, now++) {
      for (let microbatch = 0; microbatch < microbatches; microbatch++) {
        const step = round * microbatches + microbatch;
        for (let worker = 0; worker < workers; worker++) {
          const holder = worker * microbatches + microbatch;
          block.load[step * workers + worker] = load[holder]!;
          load[holder]! += batchSize;
        }
        for (const slot of endingNow(microbatch)) {
          const holder = Math.floor(slot / batchSize);
          const worker = Math.floor(holder / microbatches);
          completed[step * workers + worker]! += 1;
          completedTokens[step * workers + worker]! += decode[slot]!;
          if (worker < FOLLOWED_WORKERS) noteCompletion(completions, slot, step, observed[slot]!);
          const before = prefill[slot]! + decode[slot]!;
          takeNext();
          load[holder]! += drawn.prefill - before;
          put(slot, now + 1);
        }
      }
    }
  };
  return { fill };
}
